import { isRecovery, isVerifiedRecovery, type ProcedureRecord } from "../journal/drill-record.ts";
import { allOutages, lossTitles, lostItems } from "./loss-words.ts";
import { counted, seconds } from "./time-words.ts";

/** A difference below this part of the shorter time is none. */
const leastDifference = 0.1;

/** How many steps of the procedure a human does; undefined where the drill did not come to them. */
export const stepsOf = (one: ProcedureRecord): number | undefined => {
  const recovery = one.phases.find(({ phase }) => phase === "recovery");
  return recovery === undefined ? undefined : (recovery.total ?? recovery.steps.length);
};

const timeOf = ({ ended }: ProcedureRecord): number => ended?.recoveryMs ?? 0;

const isTie = (a: ProcedureRecord, b: ProcedureRecord): boolean => {
  const [shorter = 0, longer = 0] = [timeOf(a), timeOf(b)].sort((one, two) => one - two);
  return longer < shorter * (1 + leastDifference);
};

const byLossThenTime = (a: ProcedureRecord, b: ProcedureRecord): number =>
  lostItems(a.losses) - lostItems(b.losses) || timeOf(a) - timeOf(b);

/** Two outages that are closer than this are the same: samples are taken ten times a second at most. */
const leastOutageMs = 300;

const isSameOutage = (a: ProcedureRecord, b: ProcedureRecord): boolean => {
  const [one, other] = [allOutages(a.outages), allOutages(b.outages)];
  const [shorter = 0, longer = 0] = [one.ms, other.ms].sort((x, y) => x - y);
  return one.open === other.open && longer - shorter < Math.max(leastOutageMs, shorter * leastDifference);
};

const byOutage = (a: ProcedureRecord, b: ProcedureRecord): number => {
  const [one, other] = [allOutages(a.outages), allOutages(b.outages)];
  return one.open - other.open || one.ms - other.ms;
};

/**
 * The verified recoveries, the best one first: least lost, then the shortest recovery; of those about as short, the
 * one with the fewest steps. Where no procedure counts a loss, the shortest outage of
 * all sampled checks together comes first. In their own order
 * when only some of them count losses: then the costs cannot be compared.
 */
export const ranked = (procedures: readonly ProcedureRecord[]): ProcedureRecord[] => {
  const verified = procedures.filter(isVerifiedRecovery);
  const measure = measureOf(verified);
  if (measure === undefined) return verified;
  const sorted = [...verified].sort(measure === "losses" ? byLossThenTime : byOutage);
  const [first] = sorted;
  if (first === undefined) return [];
  const best =
    measure === "losses"
      ? sorted.filter((one) => lostItems(one.losses) === lostItems(first.losses) && isTie(first, one))
      : quickest(sorted.filter((one) => isSameOutage(first, one)));
  const [taken = first] = best.sort((a, b) => (stepsOf(a) ?? 0) - (stepsOf(b) ?? 0));
  return [taken, ...sorted.filter((one) => one !== taken)];
};

/** Those that take about as long as the one that takes the shortest time. */
const quickest = (procedures: readonly ProcedureRecord[]): ProcedureRecord[] => {
  const [first, ...rest] = [...procedures].sort((a, b) => timeOf(a) - timeOf(b));
  return first === undefined ? [] : [first, ...rest.filter((one) => isTie(first, one))];
};

/** By what procedures can be compared. */
const measureOf = (procedures: readonly ProcedureRecord[]): "losses" | "outages" | undefined => {
  if (procedures.length === 0) return undefined;
  if (procedures.every(({ losses }) => losses.length > 0)) return "losses";
  const noneCounts = procedures.every(({ losses }) => losses.length === 0);
  return noneCounts && procedures.every(({ samples }) => samples.length > 0) ? "outages" : undefined;
};

/** The procedure to take; undefined when none was verified, or when what they cost was not measured. */
export const recommendedOf = (procedures: readonly ProcedureRecord[]): ProcedureRecord | undefined =>
  measureOf(procedures.filter(isVerifiedRecovery)) === undefined ? undefined : ranked(procedures)[0];

/** Why this one is the best of them, in one sentence without its end; names of others stand in backticks. */
export const whyBest = (best: ProcedureRecord, procedures: readonly ProcedureRecord[]): string => {
  const others = ranked(procedures).filter(({ id }) => id !== best.id);
  const unproven = procedures.filter(
    (one) => isRecovery(one) && !isVerifiedRecovery(one) && one.ended?.verdict !== "skipped",
  );
  const byOutages = measureOf(procedures.filter(isVerifiedRecovery)) === "outages";
  return [
    byOutages
      ? `${outOf(best)}, and it is over in ${seconds(timeOf(best))}`
      : `it ${loses(best)} and is over in ${seconds(timeOf(best))}`,
    ...others.map((other) => `\`${other.id}\` ${byOutages ? outVersus(best, other) : versus(best, other)}`),
    ...unproven.map(({ id }) => `\`${id}\` was not verified`),
  ].join("; ");
};

const outOf = ({ outages }: ProcedureRecord): string => {
  const { open, ms } = allOutages(outages);
  const left = open === 0 ? "" : `${counted(open, "check")} did not come back`;
  if (ms === 0) return left === "" ? "no outage was seen" : left;
  return `${left === "" ? "" : `${left}, and `}the sampled checks were out for ${seconds(ms)} in all`;
};

const outVersus = (best: ProcedureRecord, other: ProcedureRecord): string => {
  const time = seconds(timeOf(other));
  if (!isSameOutage(best, other)) {
    const { open, ms } = allOutages(other.outages);
    const parts = [
      ...(ms === 0 ? [] : [`outages of ${seconds(ms)} in all`]),
      ...(open === 0 ? [] : [`${counted(open, "check")} that did not come back`]),
    ];
    return `has ${parts.join(" and ")}, and takes ${time}`;
  }
  const more = (stepsOf(other) ?? 0) - (stepsOf(best) ?? 0);
  const steps = more > 0 ? ` and has ${counted(more, "more step", "more steps")}` : "";
  return `has about the same outage, takes ${time}${steps}`;
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
