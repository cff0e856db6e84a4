import type { ProcedureRecord } from "#harness/journal/drill-record.ts";
import { lossTitles, lostItems } from "./loss-words.ts";
import { counted, seconds } from "./time-words.ts";

/** A difference below this part of the shorter time is none. */
const leastDifference = 0.1;

/** How many steps of the procedure a human does; undefined where the drill did not come to them. */
export const stepsOf = (one: ProcedureRecord): number | undefined => {
  const recovery = one.phases.find(({ phase }) => phase === "recovery");
  return recovery === undefined ? undefined : (recovery.total ?? recovery.steps.length);
};

const timeOf = ({ ended }: ProcedureRecord): number => ended?.recoveryMs ?? 0;

const isVerified = ({ ended }: ProcedureRecord): boolean => ended?.verdict === "verified";

const isTie = (a: ProcedureRecord, b: ProcedureRecord): boolean => {
  const [shorter = 0, longer = 0] = [timeOf(a), timeOf(b)].sort((one, two) => one - two);
  return longer < shorter * (1 + leastDifference);
};

const byLossThenTime = (a: ProcedureRecord, b: ProcedureRecord): number =>
  lostItems(a.losses) - lostItems(b.losses) || timeOf(a) - timeOf(b);

/**
 * The verified procedures, the best one first: least lost, then the shortest recovery; of those about as short, the
 * one with the fewest steps. In their own order when no losses were measured, for then nobody knows what one costs.
 */
export const ranked = (procedures: readonly ProcedureRecord[]): ProcedureRecord[] => {
  const verified = procedures.filter(isVerified);
  if (!areMeasured(verified)) return verified;
  const sorted = [...verified].sort(byLossThenTime);
  const [first] = sorted;
  const best = sorted
    .filter((one) => first && lostItems(one.losses) === lostItems(first.losses) && isTie(first, one))
    .sort((a, b) => (stepsOf(a) ?? 0) - (stepsOf(b) ?? 0))[0];
  return best === undefined ? [] : [best, ...sorted.filter((one) => one !== best)];
};

const areMeasured = (procedures: readonly ProcedureRecord[]): boolean =>
  procedures.length > 0 && procedures.every(({ losses }) => losses.length > 0);

/** The procedure to take; undefined when none was verified, or when what they cost was not measured. */
export const recommendedOf = (procedures: readonly ProcedureRecord[]): ProcedureRecord | undefined =>
  areMeasured(procedures.filter(isVerified)) ? ranked(procedures)[0] : undefined;

/** Why this one is the best of them, in one sentence without its end; names of others stand in backticks. */
export const whyBest = (best: ProcedureRecord, procedures: readonly ProcedureRecord[]): string => {
  const others = ranked(procedures).filter(({ id }) => id !== best.id);
  const unproven = procedures.filter((one) => !isVerified(one) && one.ended?.verdict !== "skipped");
  return [
    `it ${loses(best)} and is over in ${seconds(timeOf(best))}`,
    ...others.map((other) => `\`${other.id}\` ${versus(best, other)}`),
    ...unproven.map(({ id }) => `\`${id}\` was not verified`),
  ].join("; ");
};

const loses = ({ losses }: ProcedureRecord): string => {
  const lost = lossTitles(losses);
  return lost === "" ? "loses nothing" : `loses ${lost}`;
};

const versus = (best: ProcedureRecord, other: ProcedureRecord): string => {
  const tie = isTie(best, other);
  const faster = !tie && timeOf(other) < timeOf(best);
  const more = (stepsOf(other) ?? 0) - (stepsOf(best) ?? 0);
  const needs = [
    ...(tie || faster ? [] : [seconds(timeOf(other))]),
    ...(more > 0 ? [counted(more, "more step", "more steps")] : []),
  ];
  const against = [
    ...(tie ? [`takes about as long (${seconds(timeOf(other))})`] : []),
    ...(lostItems(other.losses) > 0 ? [loses(other)] : []),
    ...(needs.length > 0 ? [`needs ${needs.join(" and ")}`] : []),
  ];
  const inFavour = [
    ...(faster ? [`is over in ${seconds(timeOf(other))}`] : []),
    ...(more < 0 ? [`has ${counted(-more, "fewer step", "fewer steps")}`] : []),
  ];
  const told = listed(against);
  return inFavour.length === 0 ? told : `${told}, though it ${inFavour.join(" and ")}`;
};

/** "a", "a, and b", "a, b, and c". */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
