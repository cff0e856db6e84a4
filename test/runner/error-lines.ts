import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import { factLines } from "#harness/views/message-block.ts";
import { repositoryRoot } from "#setup/repository.ts";

const longestMessage = 2000;
const columns = 150;
const colors = picocolors.createColors(false);

type VitestError = {
  readonly message?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly diff?: string;
  readonly stack?: string;
};

/** An error as vitest has it: its message and facts, what differs, and the first place in our own files. */
export const errorLines = (error: unknown): string => {
  const { message, facts = {}, diff, stack } = (error ?? {}) as VitestError;
  const said = stripVTControlCharacters(message ?? String(error));
  const place = placeIn(stack ?? "");
  return [
    said.length > longestMessage ? `${said.slice(0, longestMessage)} …` : said,
    ...factLines({ headline: said, facts }, "", { colors, columns }).map((line) => line.slice(2)),
    ...(diff === undefined ? [] : [stripVTControlCharacters(diff)]),
    ...(place === undefined ? [] : [`at ${place}`]),
  ].join("\n");
};

const placeIn = (stack: string): string | undefined => {
  const line = stack
    .split("\n")
    .find((one) => one.includes(repositoryRoot) && !one.includes("/node_modules/"));
  const start = line?.indexOf(repositoryRoot) ?? -1;
  return start < 0 ? undefined : line?.slice(start + repositoryRoot.length + 1).replace(/\)$/, "");
};
