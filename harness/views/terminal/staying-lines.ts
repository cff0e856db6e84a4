import { drillCommand } from "../../invocation.ts";
import type { JournalEvent, Place } from "../../journal/events.ts";
import { wordsOf } from "../../phases/index.ts";
import { unknownKind } from "../../scenario/walk.ts";
import { lossWords } from "../loss-words.ts";
import { machineLine } from "../machine-line.ts";
import { factLines } from "../message-block.ts";
import { endWords, mustFailWords } from "../must-fail-words.ts";
import { savedWords, startWords } from "../start-words.ts";
import { counted, seconds } from "../time-words.ts";
import { oneLine } from "../visible.ts";
import { whyKindLines } from "../why-kind.ts";
import { fold, widthOf } from "../width.ts";
import { freeLine, type Row, rowLine, type Style } from "./layout.ts";
import type { Progress } from "./progress.ts";

type Of<T extends JournalEvent["type"]> = Extract<JournalEvent, { readonly type: T }>;

type StayingContext = {
  /** As it was before the event. */
  readonly progress: Progress;
  /** The ids of the procedures of this drill. */
  readonly procedures: readonly string[];
  /** Names of those whose version is told of each machine. */
  readonly packages: readonly string[];
  readonly style: Style;
};

/** The lines that an event leaves on the terminal for good. */
export const stayingLines = (event: JournalEvent, context: StayingContext): string[] => {
  const { style } = context;
  switch (event.type) {
    case "drill-started":
      return startLines(event, style);
    case "procedure-started":
      return procedureLines(event, context);
    case "started-from":
      return [freeLine(`from ${startWords(event)}`, "", style)];
    case "state-saved":
      return [savedLine(event, style)];
    case "machine-ready":
      return readyLines(event, context);
    case "step-started":
      return rows(context, event.at, checksBeforeRows(event.at, context.progress));
    case "step-ended":
      return event.ok && isNumber(event.at) ? [] : rows(context, event.at, [stepRow(event)]);
    case "check-ended":
      return rows(context, event.at, checkRows(event));
    case "phase-ended":
      return phaseEndLines(event, context);
    case "loss-measured":
      return lossLines(event, context);
    case "check-unproven":
      return [rowLine({ mark: "warning", text: `unproven, never seen red: ${event.title}` }, style)];
    case "failure":
      return failureLines(event, style);
    case "cleanup-failed":
      return [rowLine({ mark: "warning", label: "clean-up", text: event.headline }, style)];
    case "kept":
      return [
        freeLine(`kept: ${event.machines.join(", ")} · remove with: ${drillCommand(["clean"])}`, "", style),
      ];
    case "procedure-ended":
      return context.procedures.length > 1 ? procedureEnd(event, style) : [];
    case "progress":
    case "waited":
    case "phase-started":
    case "action-ended":
    case "check-waiting":
    case "sample-changed":
    case "outage-measured":
    case "evidence-collected":
    case "captured":
    case "runbook-written":
    case "drill-ended":
      // Seen while they last, in the live lines, or told at the end.
      return [];
    default:
      return unknownKind(event);
  }
};

const worthKeepingMs = 1000;

/** What took a while before the drill began (an engine installed, an image built) stays, with its time. */
export const finishedActivity = ({ activity }: Progress, nowMs: number, style: Style): string[] => {
  if (!activity || nowMs - activity.sinceMs < worthKeepingMs) return [];
  const right = seconds(nowMs - activity.sinceMs);
  return [rowLine({ mark: "none", label: "prepare", text: activity.line, right, faint: true }, style)];
};

/** Of what comes before the incident only the number is told, unless it goes wrong. */
const isNumber = ({ phase }: Place): boolean => wordsOf(phase).tells === "number";

/** The first row of a phase names it, and so does one that failed. */
const rows = ({ progress, style }: StayingContext, at: Place, all: readonly Row[]): string[] =>
  all.map((row) => {
    const label = progress.named && row.mark !== "failed" ? {} : { label: at.phase };
    progress.named = true;
    return rowLine({ ...row, ...label }, style);
  });

const startLines = (event: Of<"drill-started">, style: Style): string[] => [
  "",
  freeLine(`${event.scenario}  ${event.title}`, "", style, style.colors.bold),
  ...whyKindLines(event)
    .flatMap((line) => fold(oneLine(line), Math.min(style.columns - 1, 100) - 4))
    .map((line) => freeLine(line, "", style, style.colors.dim)),
  ...event.without.map((part) => freeLine(`left out on purpose: ${part}`, "", style, style.colors.yellow)),
];

const procedureLines = (event: Of<"procedure-started">, { procedures, style }: StayingContext): string[] => {
  const which = procedures.indexOf(event.procedure) + 1;
  const count = procedures.length > 1 ? ` ${which} of ${procedures.length}` : "";
  const must =
    event.mustFail === undefined ? [] : fold(oneLine(mustFailWords(event.mustFail)), style.columns - 5);
  return [
    "",
    freeLine(`procedure${count}  ${event.procedure} · ${event.title}`, "", style),
    ...must.map((line) => freeLine(`  ${line}`, "", style, style.colors.yellow)),
  ];
};

/** On a narrow terminal the words give way, not what the machine is. */
const readyLines = (event: Of<"machine-ready">, { packages, style }: StayingContext): string[] => {
  const text = machineLine(event, packages);
  const time = seconds(event.readyMs);
  const fits = widthOf(text) + widthOf(`ready in ${time}`) + 5 <= style.columns;
  return [freeLine(text, fits ? `ready in ${time}` : time, style, style.colors.dim), ""];
};

const savedLine = (event: Of<"state-saved">, style: Style): string => {
  const right = seconds(event.durationMs);
  return rowLine({ mark: "none", label: "saved", text: savedWords(event), right, faint: true }, style);
};

const stepRow = (event: Of<"step-ended">): Row => ({
  mark: event.ok ? "ok" : "failed",
  number: event.at.step,
  text: event.title,
  right: seconds(event.durationMs),
});

const checksBeforeRows = (at: Place, { phase, named }: Progress): Row[] => {
  const { checksBefore } = wordsOf(at.phase);
  return checksBefore !== undefined && at.step === 1 && !named && phase !== undefined && phase.done > 0
    ? [{ mark: "ok", text: `${counted(phase.done, checksBefore)} checked` }]
    : [];
};

const checkRows = ({ at, outcome, required, waitedMs }: Of<"check-ended">): Row[] => {
  if (at.step !== undefined || !required) return [];
  if (outcome.ok && wordsOf(at.phase).tells !== "steps and checks") return [];
  return [{ mark: outcome.ok ? "ok" : "failed", text: outcome.title, right: seconds(waitedMs) }];
};

const phaseEndLines = (event: Of<"phase-ended">, context: StayingContext): string[] => {
  const { progress } = context;
  const right = seconds(event.durationMs);
  const words = wordsOf(event.at.phase);
  if (words.countsRed && progress.lookedAt > 0) {
    const text = `${progress.seenRed} of ${counted(progress.lookedAt, "check")} of the checklist seen red`;
    return rows(context, event.at, [{ mark: "none", text, faint: true }]);
  }
  if (event.how === "left-out") {
    return rows(context, event.at, [{ mark: "warning", text: "left out on purpose" }]);
  }
  if (!event.ok || progress.phase === undefined) return [];
  const { done } = progress.phase;
  if (isNumber(event.at) && done > 0) {
    const text =
      event.how === "looked-at"
        ? `${counted(done, "check")} of what was set up before`
        : counted(done, words.unit);
    return rows(context, event.at, [{ mark: "ok", text, right }]);
  }
  return words.end !== undefined && done > 0
    ? rows(context, event.at, [{ mark: "ok", text: words.end, right }])
    : [];
};

const lossLines = ({ loss, judged }: Of<"loss-measured">, context: StayingContext): string[] => {
  const declared = loss.declared === undefined ? "" : `, as declared: ${loss.declared}`;
  const isExpected = loss.declared !== undefined || judged === false;
  const mark = loss.lost === 0 ? "ok" : isExpected ? "warning" : "failed";
  const at: Place = { procedure: "", phase: "losses" };
  return rows(context, at, [{ mark, text: `${loss.title}: ${lossWords(loss)}${declared}` }]);
};

const failureLines = (event: Of<"failure">, style: Style): string[] => {
  const block = { ...style, columns: style.columns - 1 };
  const isExpected = event.expected === true;
  const told = isExpected ? `fails, as it must: ${event.headline}` : `${event.at.phase}: ${event.headline}`;
  const [mark, paint] = isExpected ? ["✓", style.colors.green] : ["✗", style.colors.red];
  const headline = fold(oneLine(told), block.columns - 4);
  return [
    ...headline.map((line, index) => `  ${paint(index === 0 ? `${mark} ${line}` : `  ${line}`)}`),
    ...factLines(event, "    ", block),
  ];
};

const procedureEnd = (event: Of<"procedure-ended">, style: Style): string[] => {
  const { procedure, verdict, recoveryMs, reason } = event;
  if (verdict === "skipped" || reason !== undefined) {
    const lines = fold(
      oneLine(`${procedure} ${verdict} · ${reason ?? ""}`),
      Math.min(style.columns - 1, 100) - 4,
    );
    const paint = verdict === "skipped" ? style.colors.yellow : style.colors.red;
    return lines.map((line, index) => freeLine(index === 0 ? line : `  ${line}`, "", style, paint));
  }
  const time = recoveryMs === undefined ? "" : ` · recovered in ${seconds(recoveryMs)}`;
  const paint = verdict === "verified" ? style.colors.green : style.colors.red;
  return [freeLine(`${procedure} ${endWords(event)}${time}`, "", style, paint)];
};
