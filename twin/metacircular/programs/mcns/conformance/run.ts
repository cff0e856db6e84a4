import { randomBytes } from "node:crypto";
import type { Asked, ConformanceCase, Expected, RawMessage } from "./case.ts";
import { CONFORMANCE_CASES } from "./cases.ts";
import { exchange, replyBeforeOthers } from "./exchange.ts";
import { differencesOf } from "./judge.ts";
import { observe } from "./observe.ts";
import type { Target } from "./target.ts";

const TIMEOUT_MS = 2_000;

export type CaseResult = {
  readonly id: string;
  /** Empty when the case holds. */
  readonly differences: readonly string[];
};

const named = <Question extends Asked | RawMessage>(asked: Question, run: string): Question =>
  "name" in asked ? { ...asked, name: asked.name.replace("RUN", run) } : asked;

const namedExpected = (expected: Expected, run: string): Expected => ({
  ...expected,
  ...(expected.answers && { answers: expected.answers.map((answer) => answer.replace("RUN", run)) }),
});

const look = async (target: Target, { first = [], ask, expect }: ConformanceCase, timeoutMs: number) => {
  const run = `r${randomBytes(6).toString("hex")}`;
  for (const asked of first) await exchange(target, named(asked, run), timeoutMs);
  if (expect !== "silence")
    return differencesOf(
      namedExpected(expect, run),
      observe(await exchange(target, named(ask, run), timeoutMs)),
    );
  if (!("hex" in ask)) throw new TypeError("only a raw message can be met with silence");
  const reply = await replyBeforeOthers(target, ask, timeoutMs);
  return reply === undefined ? [] : [`reply: expected none, got ${reply.toString("hex")}`];
};

/** Asks a server all cases in parallel; a case without an answer in time counts as different. */
export const runConformance = (
  target: Target,
  options: { readonly cases?: readonly ConformanceCase[]; readonly timeoutMs?: number } = {},
): Promise<readonly CaseResult[]> => {
  const { cases = CONFORMANCE_CASES, timeoutMs = TIMEOUT_MS } = options;
  return Promise.all(
    cases.map(async (each) => {
      try {
        return { id: each.id, differences: await look(target, each, timeoutMs) };
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        return { id: each.id, differences: [`reply: expected one within ${timeoutMs} ms, got ${problem}`] };
      }
    }),
  );
};
