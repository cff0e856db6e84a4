import type { Colors } from "picocolors/types.js";
import { type Advice, adviceFor } from "../diagnosis/advice.ts";
import type { Question } from "../diagnosis/catalogue/message.ts";
import type { FoundLine } from "../diagnosis/found-line.ts";
import type { IndexEntry, Seen } from "../diagnosis/index-entry.ts";
import { timesIn } from "../diagnosis/merge-entry.ts";
import { type Candidate, type Diagnosis, type Group, type Hint, linesOf } from "../diagnosis/rank.ts";
import type { Hit, Telling } from "../diagnosis/scan.ts";
import { scenarioCommand } from "../invocation.ts";
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
  /** The command that starts a scenario from the text; undefined where there are none. */
  readonly startScenario?: string;
};

const mostCandidates = 6;
const mostLinesOfGroup = 6;
const labelWidth = 9;

/** The causes, grouped by error and in order of fit, as a person reads them. */
export const renderDiagnosis = (diagnosis: Diagnosis, view: DiagnosisView): string => {
  const { groups, hints, strangers, moreStrangers, lines } = diagnosis;
  const parts = groups.map((group, index) => renderGroup(group, index, groups.length, view));
  const isRest = strangers.length > 0 || hints.length > 0 || groups.length === 0;
  return [
    ...(groups.length > 1 ? [`${counted(groups.length, "error")} in ${counted(lines, "line")}.\n`] : []),
    ...parts,
    ...(isRest ? [rest(groups.length > 0, { hints, strangers, more: moreStrangers }, view)] : []),
  ].join("\n");
};

const renderGroup = (group: Group, index: number, count: number, view: DiagnosisView): string => {
  const lines = [
    ...new Map(group.candidates.flatMap(linesOf).map((line) => [line.number, line] as const)).values(),
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
    ...(hidden > 0
      ? [`  … and ${counted(hidden, "cause")} that fit less; --json lists all of them`, ""]
      : []),
  ].join("\n");
};

const shownLine = ({ number, text, times }: FoundLine, { colors, columns }: DiagnosisView): string => {
  const label = `line ${number}${times === 1 ? "" : ` ×${times}`}`.padEnd(labelWidth);
  return `  ${colors.dim(label)} ${cutTo(oneLine(text), columns - label.length - 3)}`;
};

type Fact = readonly [label: string, text: string];

const candidate = (one: Candidate, place: number, group: Group, view: DiagnosisView): string[] => {
  const head = visible(`${place + 1}. ${one.title} (${nameOf(one)})`);
  return [
    ...fold(head, view.columns - 2).map((line, index) =>
      index === 0 ? `  ${view.colors.bold(line)}` : `     ${line}`,
    ),
    ...factsOf(one, group, view).flatMap((fact) => factLines(fact, view)),
  ];
};

/** A command is not folded: a folded one cannot be copied. */
const command = "run: ";

const factLines = ([label, text]: Fact, { columns, colors }: DiagnosisView): string[] =>
  visible(text)
    .split("\n")
    .flatMap((line) =>
      line.startsWith(command) ? [line] : fold(line, Math.max(columns - labelWidth - 6, 30)),
    )
    .map((line, index) => `     ${colors.dim((index === 0 ? label : "").padEnd(labelWidth))}${line}`);

const factsOf = (one: Candidate, group: Group, view: DiagnosisView): Fact[] => {
  const { entry, question, speaksAgainst, speaksFor, against } = one;
  return [
    ...(one.certainty === "drilled" && entry !== undefined ? [["cause", entry.cause] as const] : []),
    one.certainty === "drilled" ? ["fits", fitWords(one)] : ["because", reasonWords(one)],
    ...speaksFor.map((telling): Fact => ["for it", tellingWords(telling)]),
    ...speaksAgainst.map((telling): Fact => ["against", tellingWords(telling)]),
    ...against.map(({ line }): Fact => ["against", `line ${line.number} is not printed by this cause`]),
    ...(question === undefined ? [] : [["ask", questionWords(question)] as const]),
    ...(entry === undefined ? [] : entryFacts(one, entry, view)),
    ...adviceFor(one, group, view.index).map((advice): Fact => ["apart", adviceWords(advice)]),
  ];
};

const entryFacts = (one: Candidate, entry: IndexEntry, view: DiagnosisView): Fact[] => [
  ["seen", seenWords(one, entry)],
  [
    "runbook",
    view.runbookOf(pageName(entry.scenario, entry.versions)) ?? `none yet: ${drillOf(entry)} writes it`,
  ],
];

const numbersOf = (lines: readonly FoundLine[]): string => {
  const numbers = [...new Set(lines.map(({ number }) => number))].toSorted((a, b) => a - b);
  return `${numbers.length === 1 ? "line" : "lines"} ${numbers.slice(0, mostLinesOfGroup).join(", ")}`;
};

const reasonWords = (one: Candidate): string => {
  const decisive = one.evidence.filter(({ message }) => "decides" in message.weight);
  if (one.certainty === "decided") {
    return `this cause alone prints ${numbersOf(decisive.map(({ line }) => line))}`;
  }
  return `it can print ${numbersOf(one.evidence.map(({ line }) => line))}, and so can other causes: ask before you act`;
};

const questionWords = ({ ask, run, yes }: Question): string =>
  [ask, `${command}${oneLine(run)}`, `this cause if it prints: ${yes}`].join("\n");

const nameOf = ({ id, entry }: Candidate): string =>
  entry?.versions === undefined ? id : `${id},${withVersions(entry.versions)}`;

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

const seenWords = ({ hits }: Candidate, entry: IndexEntry): string => {
  const [best] = hits
    .filter(({ known }) => known.text.about)
    .toSorted((a, b) => timesIn(b.known.text.seen) - timesIn(a.known.text.seen));
  if (best === undefined) return `not printed by a drill; drilled as “${entry.title}”`;
  const seen: Seen = best.known.text.seen;
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
          `on ${run.machine}, as ${run.user}:`,
          `${command}${oneLine(run.command)}`,
          ...(look === undefined ? [`output in the drill: ${oneLine(run.answer)}`] : []),
        ]),
  ].join("\n");

type Rest = {
  readonly hints: readonly Hint[];
  readonly strangers: readonly FoundLine[];
  readonly more: number;
};

const rest = (besideKnown: boolean, { hints, strangers, more }: Rest, view: DiagnosisView): string => {
  const language =
    "If the system does not speak English, run the command again with LC_ALL=C: only English texts are known.";
  const blocks = [
    ...(besideKnown ? [] : [[view.colors.bold("Unknown: no cause is known by this text.")]]),
    ...hints.map((hint) => hintLines(hint, view)),
    ...(strangers.length === 0
      ? []
      : [
          [
            besideKnown ? "These look like errors, too:" : "These look like errors:",
            ...strangers.map((line) => shownLine(line, view)),
            ...(more > 0 ? [`  … and ${more} more`] : []),
          ],
        ]),
    [
      ...(besideKnown ? [] : [language]),
      ...(view.startScenario === undefined
        ? []
        : ["To drill it yourself, start a scenario from the text:", `  ${view.startScenario}`]),
      "",
    ],
  ];
  return blocks.map((block) => block.join("\n")).join("\n\n");
};

const hintLines = ({ line, after, next, drilled }: Hint, view: DiagnosisView): string[] => [
  shownLine(line, view),
  `  identifies no cause by itself${after === undefined ? "" : `: ${after}`}.${next.length === 0 ? "" : " Ask next:"}`,
  ...next.flatMap(({ id, title, question }) =>
    factLines(
      [
        "if",
        [
          `${title} (${id})`,
          `${command}${oneLine(question.run)}`,
          `this one if it prints: ${question.yes}`,
          ...(view.index.some(({ scenario }) => scenario === id)
            ? [`runbook: ${view.runbookOf(id) ?? "none yet"}`]
            : []),
        ].join("\n"),
      ],
      view,
    ),
  ),
  ...(drilled.length === 0 ? [] : factLines(["seen", `in drills of ${drilled.join(", ")}`], view)),
];
