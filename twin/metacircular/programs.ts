import type { Text } from "#harness/scenario/text.ts";
import { mcnsConfig, mcqConfig, mcrConfig } from "./configs.ts";
import { entryFile } from "./paths.ts";

/** What a container of the twin runs, and what it has to find. */
export type Program = {
  readonly name: string;
  readonly bundleOf: string;
  readonly config: Text;
  /** Names on its certificate, besides localhost; none: it serves plain HTTP. */
  readonly certificateNames: readonly string[];
};

const program = (name: string, config: Text, certificateNames: readonly string[]): Program => ({
  name,
  bundleOf: entryFile(`programs/${name}/main.ts`),
  config,
  certificateNames,
});

/** Programs by the service whose containers run them. */
export const programs: Readonly<Record<string, Program>> = {
  mcns: program("mcns", mcnsConfig, ["mcns.svc.mcp.metacircular.net", "ns.mcp.metacircular.net"]),
  mcr: program("mcr", mcrConfig, ["mcr.svc.mcp.metacircular.net"]),
  mcq: program("mcq", mcqConfig, []),
};
