import { isRecovery, isVerifiedRecovery, type ProcedureRecord } from "../journal/drill-record.ts";
import { allOutages, lossTitles, lostItems, outTitles } from "./loss-words.ts";
import { aboutSeconds, counted } from "./time-words.ts";

/** A difference below this part of the shorter time is none. */
const leastDifference = 0.1;

/** Nor is one below this: an operator types for longer, and two drills of one procedure differ by as much. */
const leastMs = 3000;

/** How many steps of the procedure a human does; undefined where the drill did not come to them. */
export const stepsOf = (one: ProcedureRecord): number | undefined => {
  const recovery = one.phases.find(({ phase }) => phase === "recovery");
  return recovery === undefined ? undefined : (recovery.total ?? recovery.steps.length);
};

const timeOf = ({ ended }: ProcedureRecord): number => ended?.recoveryMs ?? 0;

/** By what procedures are compared; undefined where the criterion says nothing of these. */
type Criterion = {
  readonly appliesTo?: (all: readonly ProcedureRecord[]) => boolean;
  /** The smaller, the better. */
  readonly value: (one: ProcedureRecord) => number;
  /** A difference of milliseconds, small ones of which are none. */
  readonly isTime?: true;
  /** Why one that is behind by it is behind. */
  readonly against: (one: ProcedureRecord, best: ProcedureRecord) => string;
};

const yes = (value: unknown): number => (value === undefined ? 0 : 1);

const countsLosses = (all: readonly ProcedureRecord[]): boolean =>
  all.every(({ losses }) => losses.length > 0);

const outagesTell = (all: readonly ProcedureRecord[]): boolean =>
  all.every(({ losses, samples }) => losses.length === 0 && samples.length > 0);

/** In the order in which they count. */
const criteria: readonly Criterion[] = [
  {
    value: ({ terms }) => yes(terms?.needs),
    against: ({ terms }) => `needs ${terms?.needs ?? ""}, which the platform does not have today`,
  },
  {
    appliesTo: countsLosses,
    value: ({ losses }) => lostItems(losses),
    against: ({ losses }) => `loses ${lossTitles(losses)}`,
  },
  { value: ({ terms }) => yes(terms?.lasts), against: ({ terms }) => `lasts only ${terms?.lasts ?? ""}` },
  {
    value: ({ terms }) => yes(terms?.interactive),
    against: ({ terms }) => `needs a person, who must ${terms?.interactive ?? ""}`,
  },
  {
    appliesTo: outagesTell,
    value: ({ outages }) => allOutages(outages).open,
    against: ({ outages }) => `does not bring back ${openWords({ outages })}`,
  },
  {
    appliesTo: outagesTell,
    value: ({ outages }) => allOutages(outages).ms,
    isTime: true,
    against: () => "has longer outages",
  },
  { value: timeOf, isTime: true, against: () => "takes longer" },
  {
    value: (one) => stepsOf(one) ?? 0,
    against: (one, best) =>
      `has ${counted((stepsOf(one) ?? 0) - (stepsOf(best) ?? 0), "more step", "more steps")}`,
  },
];

const best = (all: readonly ProcedureRecord[], { value, isTime }: Criterion): ProcedureRecord[] => {
  const least = Math.min(...all.map(value));
  const slack = isTime === true ? Math.max(leastMs, least * leastDifference) : 0;
  return all.filter((one) => value(one) - least <= slack);
};

/** The best of them: what the first criterion leaves, of these what the second leaves, and so on. */
const bestOf = (all: readonly ProcedureRecord[]): ProcedureRecord | undefined =>
  criteria
    .filter(({ appliesTo }) => appliesTo?.(all) !== false)
    .reduce((left, criterion) => best(left, criterion), [...all])[0];

/**
 * The verified recoveries, the best one first: those that the platform can carry out, then the least loss, then what
 * lasts, then what needs no person, then the shortest outage where no loss is counted, then the shortest time, then the
 * fewest steps; else in their own order.
 */
export const ranked = (procedures: readonly ProcedureRecord[]): ProcedureRecord[] => {
  const verified = procedures.filter(isVerifiedRecovery);
  const first = bestOf(verified);
  return first === undefined ? [] : [first, ...ranked(verified.filter((one) => one !== first))];
};

/** The procedure to take; undefined when none was verified. */
export const recommendedOf = (procedures: readonly ProcedureRecord[]): ProcedureRecord | undefined =>
  ranked(procedures)[0];

/** What it costs, whether it lasts and how long it takes, and why it is the best; one sentence without its end. */
export const whyBest = (taken: ProcedureRecord, procedures: readonly ProcedureRecord[]): string => {
  const others = ranked(procedures).filter(({ id }) => id !== taken.id);
  const unproven = procedures.filter(
    (one) => isRecovery(one) && !isVerifiedRecovery(one) && one.ended?.verdict !== "skipped",
  );
  return [
    `it ${listed(ownTerms(taken))}`,
    ...others.map((other) => `\`${other.id}\` ${behind(taken, other)}`),
    ...unproven.map(({ id }) => `\`${id}\` was not verified`),
  ].join("; ");
};

/** "loses nothing", "lasts", "needs less than 10 s of a machine's time". */
const ownTerms = (one: ProcedureRecord): string[] => {
  const { terms = {} } = one;
  return [
    ...(terms.needs === undefined ? [] : [`needs ${terms.needs}, which the platform does not have today`]),
    ...costOf(one),
    terms.lasts === undefined ? "lasts" : `lasts only ${terms.lasts}`,
    `needs ${aboutSeconds(timeOf(one))} of a machine's time${terms.interactive === undefined ? "" : `, and a person, who must ${terms.interactive}`}`,
  ];
};

const costOf = ({ losses, outages, samples }: ProcedureRecord): string[] => {
  if (losses.length > 0) {
    const lost = lossTitles(losses);
    return [lost === "" ? "loses nothing" : `loses ${lost}`];
  }
  if (samples.length === 0) return [];
  const { open, ms } = allOutages(outages);
  return [
    ...(open === 0 ? [] : [`does not bring back ${openWords({ outages })}`]),
    ...(ms === 0 ? (open === 0 ? ["causes no outage"] : []) : [`has outages of ${aboutSeconds(ms)} in all`]),
  ];
};

/** The checks that stay out: "“names resolve”". */
const openWords = ({ outages }: Pick<ProcedureRecord, "outages">): string =>
  listed(outTitles(outages.filter(({ toMs }) => toMs === undefined)).map((title) => `“${title}”`));

/** The first thing that the other is behind by. */
const behind = (taken: ProcedureRecord, other: ProcedureRecord): string => {
  const pair = [taken, other];
  const deciding = criteria
    .filter(({ appliesTo }) => appliesTo?.(pair) !== false)
    .find((criterion) => !best(pair, criterion).includes(other));
  return deciding === undefined ? "costs as much" : deciding.against(other, taken);
};

/** "a", "a and b", "a, b and c". */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
