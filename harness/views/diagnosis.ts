import type { Colors } from "picocolors/types.js";
import { type Advice, adviceFor } from "../diagnosis/advice.ts";
import type { IndexEntry, Seen } from "../diagnosis/index-entry.ts";
import { timesIn } from "../diagnosis/merge-entry.ts";
import type { Candidate, Diagnosis, Group } from "../diagnosis/rank.ts";
import type { FoundLine, Hit, Telling } from "../diagnosis/scan.ts";
import { drillCommand, scenarioCommand } from "../invocation.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { onKind } from "../scenario/machine-kind.ts";
import { pageName } from "../variants/variant.ts";
import { versionFlags } from "../variants/versions.ts";
import { counted } from "./time-words.ts";
import { withVersions } from "./variant-words.ts";
import { oneLine, visible } from "./visible.ts";
import { cutTo, fold } from "./width.ts";

export type DiagnosisView = {
  readonly index: readonly IndexEntry[];
  /** Where the page of this name lies; undefined when there is none. */
  readonly runbookOf: (page: string) => string | undefined;
  readonly colors: Colors;
  readonly columns: number;
};

const mostCandidates = 6;
const mostLinesOfGroup = 6;
const labelWidth = 9;

/** The causes, grouped by error and in order of fit, as a person reads them. */
export const renderDiagnosis = (diagnosis: Diagnosis, view: DiagnosisView): string => {
  const { groups, strangers, moreStrangers, lines } = diagnosis;
  const parts = groups.map((group, index) => renderGroup(group, index, groups.length, view));
  return [
    ...(groups.length > 1
      ? [`${counted(groups.length, "error")} that drills have seen, in ${counted(lines, "line")}.\n`]
      : []),
    ...parts,
    ...(strangers.length > 0 || groups.length === 0
      ? [unknown(groups.length > 0, strangers, moreStrangers, view)]
      : []),
  ].join("\n");
};

const renderGroup = (group: Group, index: number, count: number, view: DiagnosisView): string => {
  const lines = [
    ...new Map(
      group.candidates.flatMap(({ hits }) => hits.map(({ line }) => [line.number, line] as const)),
    ).values(),
  ].toSorted((a, b) => a.number - b.number);
  const hidden = group.candidates.length - mostCandidates;
  return [
    ...(count > 1 ? [view.colors.bold(`Error ${index + 1}`)] : []),
    ...lines.slice(0, mostLinesOfGroup).map((line) => shownLine(line, view)),
    ...(lines.length > mostLinesOfGroup
      ? [`  … and ${counted(lines.length - mostLinesOfGroup, "line")} more`]
      : []),
    "",
    ...group.candidates
      .slice(0, mostCandidates)
      .flatMap((one, place) => [...candidate(one, place, group, view), ""]),
    ...(hidden > 0 ? [`  … and ${counted(hidden, "cause")} that fit less; --json has them all`, ""] : []),
  ].join("\n");
};

const shownLine = ({ number, text, times }: FoundLine, { colors, columns }: DiagnosisView): string => {
  const label = `line ${number}${times === 1 ? "" : ` ×${times}`}`.padEnd(labelWidth);
  return `  ${colors.dim(label)} ${cutTo(oneLine(text), columns - label.length - 3)}`;
};

const candidate = (one: Candidate, place: number, group: Group, view: DiagnosisView): string[] => {
  const { entry, speaksAgainst, speaksFor } = one;
  const head = visible(`${place + 1}. ${entry.title} (${nameOf(entry)})`);
  const fact = (label: string, text: string): string[] =>
    fold(visible(text), Math.max(view.columns - labelWidth - 6, 30)).map(
      (line, index) => `     ${view.colors.dim((index === 0 ? label : "").padEnd(labelWidth))}${line}`,
    );
  const runbook = view.runbookOf(pageName(entry.scenario, entry.versions));
  return [
    ...fold(head, view.columns - 2).map((line, index) =>
      index === 0 ? `  ${view.colors.bold(line)}` : `     ${line}`,
    ),
    ...fact("cause", entry.cause),
    ...fact("fits", fitWords(one)),
    ...speaksFor.flatMap((telling) => fact("for it", tellingWords(telling))),
    ...speaksAgainst.flatMap((telling) => fact("against", tellingWords(telling))),
    ...fact("seen", seenWords(one)),
    ...fact("runbook", runbook ?? `none yet: ${drillOf(entry)} writes it`),
    ...adviceFor(one, group, view.index).flatMap((advice) => fact("apart", adviceWords(advice))),
  ];
};

const nameOf = ({ scenario, versions }: IndexEntry): string =>
  versions === undefined ? scenario : `${scenario},${withVersions(versions)}`;

const drillOf = ({ scenario, versions = {} }: IndexEntry): string =>
  scenarioCommand([scenario], versionFlags(versions));

const fitWords = ({ hits, found, of }: Candidate): string => {
  const about = hits.filter(({ known }) => known.text.about);
  const titles = [...new Set(about.map(({ known }) => known.symptom.title))];
  const words = titles.map((title) => {
    const own = about.filter(({ known }) => known.symptom.title === title);
    const numbers = [...new Set(own.map(({ line }) => line.number))].slice(0, mostLinesOfGroup);
    const [one, many] = own.some(isExact) ? ["is", "are"] : ["is nearly", "are nearly"];
    return `${numbers.length === 1 ? "line" : "lines"} ${numbers.join(", ")} ${numbers.length === 1 ? one : many} “${title}”`;
  });
  return `${found} of ${counted(of, "symptom")} that a text can show: ${words.join("; ")}`;
};

const exactFit = 0.97;
const isExact = ({ fit }: Hit): boolean => fit >= exactFit;

const tellingWords = ({ line, difference, entry, side }: Telling): string =>
  side === "look"
    ? `line ${line.number} is printed by ${entry.scenario}, not by ${difference.from}`
    : `line ${line.number} is not printed here: ${difference.how}`;

const seenWords = ({ hits, entry }: Candidate): string => {
  const [best] = hits
    .filter(({ known }) => known.text.about)
    .toSorted((a, b) => timesIn(b.known.text.seen) - timesIn(a.known.text.seen));
  const seen: Seen = best?.known.text.seen ?? {};
  const kinds = Object.entries(seen).map(([kind, { times }]) => `${times} on ${onKind(kind as MachineKind)}`);
  const last =
    Object.values(seen)
      .map((one) => one.last)
      .sort()
      .at(-1) ?? "";
  return `in ${timesIn(seen)} of ${counted(timesIn(entry.drills), "drill")} (${kinds.join(", ")}), last on ${last}`;
};

const adviceWords = ({ from, how, look, unless, run }: Advice): string =>
  [
    `from ${from}${how === undefined ? "" : `: ${how}`}`,
    ...(look === undefined ? [] : [`look for: ${oneLine(look)}`]),
    ...(unless === undefined ? [] : [`another cause if you see: ${oneLine(unless)}`]),
    ...(run === undefined
      ? []
      : [
          `run on ${run.machine}, as ${run.user}: ${oneLine(run.command)}`,
          ...(look === undefined ? [`output in the drill: ${oneLine(run.answer)}`] : []),
        ]),
  ].join("\n");

const unknown = (
  besideKnown: boolean,
  strangers: readonly FoundLine[],
  more: number,
  view: DiagnosisView,
): string => {
  const head = besideKnown ? "No drill has seen these:" : "Unknown: no drill has seen this text.";
  const lines = strangers.map((line) => shownLine(line, view));
  return [
    head,
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(besideKnown
      ? []
      : [
          "",
          "If the system does not speak English, run the command again with LC_ALL=C: drills see English texts.",
        ]),
    "To drill it yourself, start a scenario from the text:",
    `  ${drillCommand(["diagnose", "FILE"], ["--start-scenario my-incident"])}`,
    "",
  ].join("\n");
};
