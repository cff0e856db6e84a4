import type { TableReader } from "#twin/platform/table-reader.ts";
import { type AskOptions, problemAtUrl } from "./ask-url.ts";
import { reason } from "./fatal.ts";
import { addressesOf } from "./names.ts";
import type { Run } from "./run.ts";
import { within } from "./within.ts";

/** As long as answers take the usual time; so is the next. */
const TIMEOUT_MS = 3_000;
const KEEP_GOOD_MS = 1_000;
/** Shorter: whoever waits for a service to become healthy waits for what it needs, not for its memory. */
const KEEP_BAD_MS = 100;

/** What a service needs from others to be healthy; it runs without. */
export type Needs = {
  /** Names that must resolve. */
  readonly names: readonly string[];
  /** URLs that must answer 200. */
  readonly urls: readonly string[];
  readonly caFile: string | undefined;
};

export const NO_NEEDS: Needs = { names: [], urls: [], caFile: undefined };

const isHttpUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

/** The table `[needs]` of a configuration, which may be missing. */
export const readNeeds = (table: TableReader | undefined): Needs => {
  if (table === undefined) return NO_NEEDS;
  const needs = {
    names: table.strings("names"),
    urls: table.strings("urls"),
    caFile: table.optionalString("ca", "/srv/mcr/certs/ca.pem"),
  };
  table.done();
  const wrong = needs.urls.find((url) => !isHttpUrl(url));
  if (wrong !== undefined)
    table.fail("urls", `has "${wrong}"`, 'write an address, as in "https://name:8443/v1/health"');
  return needs;
};

const problemOfName = async (name: string, timeoutMs: number): Promise<string | undefined> => {
  try {
    await within(addressesOf(name), timeoutMs);
    return undefined;
  } catch (error) {
    return `cannot resolve ${name}: ${reason(error)}`;
  }
};

const problemOfUrl = async (url: string, options: AskOptions): Promise<string | undefined> => {
  const problem = await problemAtUrl(url, options);
  return problem === undefined ? undefined : `${url}: ${problem}`;
};

const ask = async ({ names, urls, caFile }: Needs, timeoutMs: number): Promise<string | undefined> => {
  const problems = await Promise.all([
    ...names.map((name) => problemOfName(name, timeoutMs)),
    ...urls.map((url) => problemOfUrl(url, { caFile, timeoutMs })),
  ]);
  return problems.find((problem) => problem !== undefined);
};

/** Tells what is missing, `undefined` when nothing is; whoever asks while it is being found out shares the answer. */
export const needsProbe = (
  needs: Needs,
  { now, patience }: Pick<Run, "now" | "patience">,
): (() => Promise<string | undefined>) => {
  let answer: Promise<string | undefined> | undefined;
  let holdsUntil = Number.POSITIVE_INFINITY;
  const askAgain = async () => {
    holdsUntil = Number.POSITIVE_INFINITY;
    const problem = await ask(needs, TIMEOUT_MS * patience);
    holdsUntil = now() + (problem === undefined ? KEEP_GOOD_MS * patience : KEEP_BAD_MS);
    return problem;
  };
  return () => {
    if (answer === undefined || now() >= holdsUntil) answer = askAgain();
    return answer;
  };
};
