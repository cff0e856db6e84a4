import { stripVTControlCharacters } from "node:util";
import { repositoryRoot } from "#setup/repository.ts";

const longestMessage = 2000;

/** An error as vitest has it: its message, what differs, and the first place in our own files. */
export const errorLines = (error: unknown): string => {
  const { message, diff, stack } = (error ?? {}) as { message?: string; diff?: string; stack?: string };
  const said = stripVTControlCharacters(message ?? String(error));
  const place = placeIn(stack ?? "");
  return [
    said.length > longestMessage ? `${said.slice(0, longestMessage)} …` : said,
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
