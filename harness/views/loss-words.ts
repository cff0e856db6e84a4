import type { ProcedureRecord } from "../journal/drill-record.ts";
import type { Outage } from "../journal/events.ts";
import type { LossReport } from "../scenario/loss.ts";
import { seconds } from "./time-words.ts";

/** "3 of 3 kept", "2 of 3 lost, 2 new". */
export const lossWords = (loss: LossReport): string => {
  const kept =
    loss.lost === 0 ? `${loss.kept} of ${loss.before} kept` : `${loss.lost} of ${loss.before} lost`;
  return loss.gained === 0 ? kept : `${kept}, ${loss.gained} new`;
};

/** "3 of 3 containers, 1 of 2 images"; empty when nothing is lost. */
export const lossTitles = (losses: readonly LossReport[]): string =>
  losses
    .filter(({ lost }) => lost > 0)
    .map(({ lost, before, title }) => `${lost} of ${before} ${title}`)
    .join(", ");

/** "nothing is lost", or each thing that is: "3 of 3 containers lost". */
export const lostWords = (losses: readonly LossReport[]): string => {
  if (losses.length === 0) return "losses not measured";
  const lost = lossTitles(losses);
  return lost === "" ? "nothing is lost" : `${lost} lost`;
};

export const lostItems = (losses: readonly LossReport[]): number =>
  losses.reduce((sum, loss) => sum + loss.lost, 0);

/** How long the check was out in all, "–" when it never was. */
export const outageWords = (outages: readonly Outage[], title: string): string => {
  const own = outages.filter((outage) => outage.title === title);
  if (own.length === 0) return "–";
  if (own.some((outage) => outage.toMs === undefined)) return "never came back";
  return seconds(own.reduce((sum, { fromMs, toMs = fromMs }) => sum + toMs - fromMs, 0));
};

/**
 * What a procedure costs, in a few words: what it loses, or where nothing is counted how long something was out, or
 * what it does not bring back. `words`: how a time is told.
 */
export const costWords = ({ losses, outages, samples }: CostOf, words = seconds): string => {
  if (losses.length > 0 || samples.length === 0) return lostWords(losses);
  const worst = worstOutageMs(outages);
  if (worst === 0) return "no outage";
  if (worst !== Number.POSITIVE_INFINITY) return `out for up to ${words(worst)}`;
  const open = outTitles(outages.filter(({ toMs }) => toMs === undefined));
  return `not brought back: ${open.join(", ")}`;
};

type CostOf = Pick<ProcedureRecord, "losses" | "outages" | "samples">;

/** How long each check that was out was so in all, in milliseconds; infinite for one that never came back. */
const outagesInAll = (outages: readonly Outage[]): number[] =>
  outTitles(outages).map((title) =>
    outages
      .filter((outage) => outage.title === title)
      .reduce((sum, { fromMs, toMs = Number.POSITIVE_INFINITY }) => sum + toMs - fromMs, 0),
  );

/** How long the check that suffered most was out in all; infinite for one that never came back, 0 for none. */
const worstOutageMs = (outages: readonly Outage[]): number => Math.max(0, ...outagesInAll(outages));

/** What all checks together suffered: how many never came back, and for how long the others were out. */
export const allOutages = (outages: readonly Outage[]): { readonly open: number; readonly ms: number } => {
  const all = outagesInAll(outages);
  const ended = all.filter(Number.isFinite);
  return { open: all.length - ended.length, ms: ended.reduce((sum, ms) => sum + ms, 0) };
};

/** Titles of the checks that were out, in the order in which they first were. */
export const outTitles = (outages: readonly Outage[]): string[] => [
  ...new Set([...outages].sort((a, b) => a.fromMs - b.fromMs).map((outage) => outage.title)),
];
