import { isHealthUrl } from "#twin/platform/health-url.ts";
import type { TableReader } from "#twin/platform/table-reader.ts";
import { type AskOptions, problemAtUrl } from "./ask-url.ts";
import { reason } from "./fatal.ts";
import { addressesOf } from "./names.ts";
import type { Run } from "./run.ts";
import { within } from "./within.ts";

/** On a real processor; so is the next. */
const TIMEOUT_MS = 3_000;
const KEEP_GOOD_MS = 1_000;
/** Shorter, so that a service becomes healthy soon after its needs do. */
const KEEP_BAD_MS = 100;

/** The dependencies of a service's health; it runs without them. */
export type Needs = {
  /** Names that must resolve. */
  readonly names: readonly string[];
  /** URLs that must answer 200; at `grpcs://host:port` the standard health service must answer `SERVING`. */
  readonly urls: readonly string[];
  readonly caFile: string | undefined;
};

export const NO_NEEDS: Needs = { names: [], urls: [], caFile: undefined };

/** The table `[needs]` of a configuration, which may be missing. */
export const readNeeds = (table: TableReader | undefined): Needs => {
  if (table === undefined) return NO_NEEDS;
  const needs = {
    names: table.strings("names"),
    urls: table.strings("urls"),
    caFile: table.optionalString("ca", "/srv/mcr/certs/ca.pem"),
  };
  table.done();
  const wrong = needs.urls.find((url) => !isHealthUrl(url));
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

/** The first missing need, `undefined` when none is; concurrent calls share the answer. */
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
