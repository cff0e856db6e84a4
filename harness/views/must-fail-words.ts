import type { EventOf, ProcedureRecord } from "../journal/drill-record.ts";
import type { ExpectedFailure } from "../journal/events.ts";
import { phaseNamed } from "../phases/index.ts";
import { placeWords } from "../scenario/must-fail.ts";
import { lossTitles, outTitles } from "./loss-words.ts";
import { seconds } from "./time-words.ts";

/** "must fail at step 2: it has no key". */
export const mustFailWords = (expected: ExpectedFailure): string =>
  `must fail at ${placeWords(expected)}: ${expected.because}`;

/** How a procedure ended: its verdict; of one that must fail, whether it did. */
export const endWords = ({
  verdict,
  mustFail,
}: Pick<EventOf<"procedure-ended">, "verdict" | "mustFail">): string => {
  if (mustFail === undefined) return verdict;
  if (verdict === "verified") return `fails at ${placeWords(mustFail)}, as it must`;
  return verdict === "failed" ? `failed: it did not fail at ${placeWords(mustFail)}` : verdict;
};

/** What a procedure lost that failed as it must: "1 of 3 rows", "nothing"; undefined where nothing is counted. */
export const lostThere = ({ losses }: ProcedureRecord): string | undefined =>
  losses.length === 0 ? undefined : lossTitles(losses) || "nothing";

/** How long each check was out that was, with a procedure that failed as it must. */
export const outThere = (one: ProcedureRecord): { readonly title: string; readonly words: string }[] => {
  const { atMs, at } = one.expectedFailure ?? {};
  // Sampling ended with the failure, or before it with the checklist.
  const endMs = at !== undefined && phaseNamed(at.phase)?.isSampled === true ? atMs : undefined;
  return outTitles(one.outages).map((title) => {
    const own = one.outages.filter((outage) => outage.title === title);
    const ms = own.reduce((sum, { fromMs, toMs = endMs ?? fromMs }) => sum + Math.max(0, toMs - fromMs), 0);
    const isOpen = own.some(({ toMs }) => toMs === undefined);
    return { title, words: isOpen ? `${seconds(ms)}, and had not come back` : seconds(ms) };
  });
};

/** What it cost, in a few words: "1 of 3 rows lost; out: it answers (12.0 s, and had not come back)". */
export const costThere = (one: ProcedureRecord): string => {
  const lost = lostThere(one);
  const out = outThere(one).map(({ title, words }) => `${title} (${words})`);
  return [
    ...(lost === undefined ? [] : [`${lost} lost`]),
    ...(out.length === 0 ? [] : [`out: ${out.join(", ")}`]),
  ].join("; ");
};
