import type { Text } from "drillbook";
import { masterText, mcrText, metacryptText } from "./configs/core.ts";
import { edgeNames, edgeText, proxyNames, proxyText } from "./configs/mc-proxy.ts";
import { mcnsText, publicResolverText, secondMcnsText } from "./configs/mcns.ts";
import { type ConfigOptions, caFile, NODES, SERVICES } from "./configs/parts.ts";
import { klsText, mcatText, mcdocText, mcqText, sgardNeedsText } from "./configs/services.ts";
import { entryFile } from "./paths.ts";
import { mciasCertificateNames, mciasConfig } from "./programs/mcias/config-text.ts";

export type ProgramFile = { readonly path: string; readonly text: Text };

/** The program of a container of the twin, and its files. */
export type Program = {
  readonly name: string;
  readonly bundleOf: string;
  /** The folder of its files; its certificate, if it has one, is `certs/<last part>.pem` and `.key` there. */
  readonly dataDir: string;
  /** Files that it reads, the configuration first. */
  readonly files: readonly ProgramFile[];
  /** The text of the first. */
  readonly config: Text;
  /** Names on its certificate, besides localhost; without any it serves plain HTTP. */
  readonly certificateNames: readonly string[];
  /** The path of the authority for its peers; `undefined`: it has no peers. */
  readonly caFile: string | undefined;
};

type Fields = {
  readonly name: string;
  readonly program?: string;
  /** @default "main.ts" */
  readonly main?: string;
  readonly directory?: string;
  readonly file?: string;
  readonly text: Text;
  readonly names?: readonly string[];
  readonly more?: readonly ProgramFile[];
};

const program = (fields: Fields): Program => {
  const { name, text, names = [], more = [] } = fields;
  const directory = fields.directory ?? name;
  const path = `/srv/${directory}/${fields.file ?? `${directory}.toml`}`;
  const files = [{ path, text }, ...more];
  const ca = caFile(directory);
  const asks = files.some((file) => file.text.some((part) => typeof part === "string" && part.includes(ca)));
  return {
    name,
    bundleOf: entryFile(`programs/${fields.program ?? name}/${fields.main ?? "main.ts"}`),
    dataDir: `/srv/${directory}`,
    files,
    config: text,
    certificateNames: names,
    caFile: asks ? ca : undefined,
  };
};

const byName = (all: readonly Program[]): Readonly<Record<string, Program>> =>
  Object.fromEntries(all.map((one) => [one.name, one]));

/** The programs of rift's containers, by image name. */
export const platformPrograms = (options: ConfigOptions): Readonly<Record<string, Program>> =>
  byName([
    program({
      name: "mcns",
      text: mcnsText(options),
      names: [`mcns.${SERVICES}`, `ns.${NODES}`],
    }),
    program({ name: "mc-proxy", text: proxyText(options), names: proxyNames }),
    program({ name: "mcr", text: mcrText(options), names: [`mcr.${SERVICES}`] }),
    program({ name: "mcr-web", directory: "mcr", text: mcrText(options) }),
    program({ name: "metacrypt", text: metacryptText(options), names: [`metacrypt.${SERVICES}`] }),
    program({ name: "metacrypt-web", directory: "metacrypt", text: metacryptText(options) }),
    program({
      name: "mcp-master",
      text: masterText(options),
      names: [`rift.${NODES}`, `mcp-master.${SERVICES}`],
    }),
    program({ name: "mcq", text: mcqText(options) }),
    program({ name: "mcdoc", text: mcdocText(options) }),
    program({ name: "mcat", text: mcatText(options), names: [`mcat.${SERVICES}`] }),
    program({ name: "kls", file: "kls.conf", text: klsText(options) }),
    program({
      name: "sgardd",
      directory: "sgard",
      file: "authorized_keys",
      text: ["# Keys with write access.\n"],
      names: [`sgard.${SERVICES}`],
      more: options.needs ? [{ path: "/srv/sgard/needs.toml", text: sgardNeedsText(options) }] : [],
    }),
  ]);

/** The same for a platform of only rift: no dependencies between services, and no forwarding of names. */
export const programs = platformPrograms({ needs: false });

/** The same programs as units of svc: the public edge, and a resolver. */
export const publicPrograms: Readonly<Record<"edge" | "resolver" | "secondMcns", Program>> = {
  edge: program({ name: "edge", program: "mc-proxy", text: edgeText(), names: edgeNames }),
  resolver: program({ name: "resolver", program: "mcns", text: publicResolverText() }),
  secondMcns: program({ name: "second-mcns", program: "mcns", directory: "mcns", text: secondMcnsText() }),
};

/** MCIAS as a container, for rigs that run it as one. */
export const identityProgram: Program = program({
  name: "mcias",
  text: mciasConfig,
  names: mciasCertificateNames,
});

/** Releases of the programs that were built with release 1.7 of the shared library, by the tag of their image. */
export const oldPrograms: Readonly<Record<"mcr:v1.2.0" | "metacrypt:v1.3.0", Program>> = {
  "mcr:v1.2.0": program({
    name: "mcr-library-1-7",
    program: "mcr",
    main: "main-library-1-7.ts",
    directory: "mcr",
    text: mcrText({ needs: false }),
    names: [`mcr.${SERVICES}`],
  }),
  "metacrypt:v1.3.0": program({
    name: "metacrypt-library-1-7",
    program: "metacrypt",
    main: "main-library-1-7.ts",
    directory: "metacrypt",
    text: metacryptText({ needs: false }),
    names: [`metacrypt.${SERVICES}`],
  }),
};
