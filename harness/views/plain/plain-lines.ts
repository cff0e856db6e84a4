import picocolors from "picocolors";
import { drillCommand } from "../../invocation.ts";
import type { JournalEvent, Place } from "../../journal/events.ts";
import { wordsOf } from "../../phases/index.ts";
import { unknownKind } from "../../scenario/walk.ts";
import { lossWords } from "../loss-words.ts";
import { machineLine } from "../machine-line.ts";
import { factLines } from "../message-block.ts";
import { endWords, mustFailWords } from "../must-fail-words.ts";
import { savedWords, startWords } from "../start-words.ts";
import { counted, limit, seconds } from "../time-words.ts";
import { tookWords } from "../took-words.ts";
import { oneLine } from "../visible.ts";
import { whyKindLines } from "../why-kind.ts";

/** What one event says without a terminal: a label and one or more lines. */
type PlainEntry = { readonly label: string; readonly lines: readonly string[] };

const entry = (label: string, ...lines: string[]): PlainEntry => ({ label, lines });

const mark = (ok: boolean): string => (ok ? "✓" : "✗");

const inPlace = (at: Place, text: string): PlainEntry =>
  entry(at.phase, `${at.step === undefined ? "" : `${at.step} `}${text}`);

export const plainEntry = (event: JournalEvent, packages: readonly string[] = []): PlainEntry => {
  switch (event.type) {
    case "drill-started":
      return startEntry(event);
    case "progress":
      return entry("prepare", oneLine(event.line));
    case "procedure-started":
      return entry(
        "procedure",
        `${event.procedure} · ${oneLine(event.title)}`,
        ...(event.mustFail === undefined ? [] : [oneLine(mustFailWords(event.mustFail))]),
      );
    case "machine-ready":
      return entry("prepare", `✓ ${machineLine(event, packages)} · ready in ${seconds(event.readyMs)}`);
    case "started-from":
      return entry("prepare", `from ${startWords(event)}`);
    case "waited":
      return entry("prepare", `waited ${seconds(event.durationMs)} for ${oneLine(event.for)}`);
    case "state-saved":
      return entry("saved", `${savedWords(event)}, in ${seconds(event.durationMs)}`);
    case "phase-started":
      return entry(event.at.phase, phaseWords(event));
    case "phase-ended":
      return event.how === "left-out"
        ? entry(event.at.phase, "nothing was done")
        : entry(event.at.phase, `${mark(event.ok)} ${seconds(event.durationMs)}`);
    case "step-started":
      return inPlace(event.at, `… ${oneLine(event.title)} (within ${limit(event.withinMs)})`);
    case "step-ended":
      return inPlace(event.at, `${mark(event.ok)} ${oneLine(event.title)} ${seconds(event.durationMs)}`);
    case "action-ended":
      return inPlace(
        event.at,
        `${event.ok ? "$" : "✗ $"} ${oneLine(event.command)} (${event.machine}, ${event.user}) ${seconds(event.durationMs)}`,
      );
    case "check-waiting":
      return inPlace(
        event.at,
        `… waiting up to ${limit(event.withinMs)} for: ${oneLine(event.outcome.title)} (got ${oneLine(event.outcome.got)})`,
      );
    case "check-ended":
      return checkEntry(event);
    case "sample-changed":
      return entry("sample", `${event.ok ? "back" : "out"}: ${oneLine(event.title)} (${oneLine(event.got)})`);
    case "outage-measured": {
      const { title, fromMs, toMs } = event.outage;
      return entry(
        "outage",
        `${oneLine(title)}: ${toMs === undefined ? "never came back" : seconds(toMs - fromMs)}`,
      );
    }
    case "loss-measured": {
      const { loss, judged } = event;
      const why = loss.declared === undefined ? "" : ` (declared: ${oneLine(loss.declared)})`;
      return entry(
        "losses",
        `${judged === false && loss.lost > 0 ? "!" : mark(loss.lost === 0 || loss.declared !== undefined)} ${oneLine(loss.title)}: ${lossWords(loss)}${why}`,
      );
    }
    case "check-unproven":
      return entry("checklist", `! unproven, never seen red: ${oneLine(event.title)}`);
    case "evidence-collected":
      return entry("evidence", `${event.machine}: ${oneLine(event.file)}`);
    case "captured":
      return event.files.length === 0
        ? entry("capture", "nothing: these machines are in no network")
        : entry("capture", ...event.files.map(oneLine));
    case "failure":
      return failureEntry(event);
    case "procedure-ended": {
      const time = event.recoveryMs === undefined ? "" : ` · recovered in ${seconds(event.recoveryMs)}`;
      const why = event.reason === undefined ? "" : ` · ${oneLine(event.reason)}`;
      return entry("procedure", `${event.procedure} · ${endWords(event)}${time}${why}`);
    }
    case "cleanup-failed":
      return entry("clean-up", `✗ ${oneLine(event.headline)}`);
    case "kept":
      return entry(
        "kept",
        `${event.machines.map(oneLine).join(", ")} · remove with: ${drillCommand(["clean"])}`,
      );
    case "runbook-written":
      return entry("runbook", oneLine(event.file));
    case "drill-ended":
      return entry(event.verdict, event.reason === undefined ? tookWords(event) : oneLine(event.reason));
    default:
      return unknownKind(event);
  }
};

type Of<T extends JournalEvent["type"]> = Extract<JournalEvent, { readonly type: T }>;

const phaseWords = ({ at, total, how }: Of<"phase-started">): string => {
  if (how === "left-out") return "left out on purpose";
  if (how === "looked-at") return `${counted(total, "check")} of what was set up before`;
  return counted(total, wordsOf(at.phase).unit);
};

const startEntry = (event: Of<"drill-started">): PlainEntry => {
  const { scenario, title, without } = event;
  const left = without.length === 0 ? [] : [`left out on purpose: ${without.map(oneLine).join(", ")}`];
  return entry("drill", `${scenario} · ${oneLine(title)}`, ...whyKindLines(event).map(oneLine), ...left);
};

const checkEntry = ({ at, outcome, required, waitedMs, tries }: Of<"check-ended">): PlainEntry => {
  const title = oneLine(outcome.title);
  const waited = tries > 1 ? ` after ${seconds(waitedMs)}, ${tries} tries` : ` ${seconds(waitedMs)}`;
  if (required) return inPlace(at, `${mark(outcome.ok)} ${title}${waited}`);
  if (outcome.ok) return inPlace(at, `seen green: ${title}`);
  const colour = outcome.notAsked === undefined ? "seen red" : "not answered";
  return inPlace(at, `${colour}: ${title} (${oneLine(outcome.got)})`);
};

const failureEntry = (event: Of<"failure">): PlainEntry => {
  const style = { colors: picocolors.createColors(false), columns: 1000 };
  const headline = oneLine(event.headline);
  const told = event.expected === true ? `✓ fails, as it must: ${headline}` : `✗ ${headline}`;
  return entry(event.at.phase, told, ...factLines(event, "  ", style));
};
