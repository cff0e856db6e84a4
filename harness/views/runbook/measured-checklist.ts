import type { RootContent } from "mdast";
import { type EventOf, type ProcedureRecord, phaseSeenBy } from "../../journal/drill-record.ts";
import type { CheckOutcome } from "../../journal/events.ts";
import type { PhaseName } from "../../phases/index.ts";
import { type Check, isShown } from "../../scenario/check.ts";
import { probeDefinition } from "../../scenario/probe.ts";
import { counted, seconds } from "../time-words.ts";
import { oneLine } from "../visible.ts";
import { cutTo } from "../width.ts";
import { enduranceNote, enduranceSteps, enduranceTitle } from "./endurance-steps.ts";
import { heading, type Inline, inlineCode, paragraph, prose, strong, table } from "./markdown.ts";
import type { Page, Section } from "./page.ts";

const longestGot = 28;

/** What the drill saw of the checklist before, during and after the incident. */
export const measuredChecklist: Section = (page) => {
  const [best] = page.runs;
  const checklist = page.scenario.checklist.filter(isShown);
  const left = page.scenario.checklist.filter((check) => !isShown(check));
  const head = ["check", "before", "during", "after"].map((title): Inline[] => [title]);
  return [
    heading(2, "The checklist in the drill"),
    paragraph("Before, during and after the incident, each check held (✓) or did not hold (✗) in the drill."),
    table([head, ...checklist.map((check) => row(best.record, check))]),
    ...(left.length === 0
      ? []
      : [paragraph(`Checked in the drill only: ${left.map(({ title }) => title).join("; ")}.`)]),
    ...unprovenNote(page),
    ...enduranceBlocks(page),
  ];
};

const row = (record: ProcedureRecord, check: Check): Inline[][] => [
  prose(check.title),
  before(record, check),
  during(record, check),
  after(record, check),
];
const checkIn = (
  record: ProcedureRecord,
  phase: PhaseName,
  { title }: Check,
): EventOf<"check-ended"> | undefined =>
  phaseSeenBy(record, phase)?.checks.find(({ outcome }) => outcome.title === title);

const before = (record: ProcedureRecord, check: Check): Inline[] => {
  const seen = checkIn(record, "steady", check);
  return seen === undefined ? ["not looked at"] : seenAs(seen.outcome);
};

/** Red as seen by the incident's own look, or else by a sample. */
const during = (record: ProcedureRecord, check: Check): Inline[] => {
  const looked = checkIn(record, "symptoms", check);
  const samples = [...(record.origin?.samples ?? []), ...record.samples];
  const sampled = longestRed(samples.filter(({ title }) => title === check.title));
  const isUnproven = record.unproven.includes(check.title);
  const unproven = isUnproven ? [" ", strong("unproven")] : [];
  if (looked?.outcome.notAsked !== undefined) return [...seenAs(looked.outcome), ...unproven];
  if (looked && !looked.outcome.ok) return seenAs(looked.outcome);
  // A sample that is missing because the machine was down proves nothing of the check.
  if (sampled && !isUnproven) {
    const red = sight(false, sampled.got.split(":")[0] ?? "");
    return looked ? ["✓, at times ", ...red] : red;
  }
  return [looked ? "✓" : "not looked at", ...unproven];
};

/** What it was for the longest time while it was not right: the first look may catch what is just dying. */
const longestRed = (samples: readonly EventOf<"sample-changed">[]): EventOf<"sample-changed"> | undefined => {
  const lasted = samples.map((sample, index) => ({
    sample,
    ms: (samples[index + 1]?.sentMs ?? Number.POSITIVE_INFINITY) - sample.sentMs,
  }));
  return lasted.filter(({ sample }) => !sample.ok).sort((a, b) => b.ms - a.ms)[0]?.sample;
};

const after = (record: ProcedureRecord, check: Check): Inline[] => {
  const seen = checkIn(record, "checklist", check);
  if (seen === undefined) return ["not looked at"];
  if (!seen.outcome.ok) return seenAs(seen.outcome);
  return [seen.tries > 1 ? `✓ after ${seconds(seen.waitedMs)}` : "✓"];
};

/** What a red check saw, in a word or two: the incident's own texts stand at the top of the page. */
const inShort = ({ observation, got }: CheckOutcome): string =>
  probeDefinition(observation.kind).inShort(observation, got);

const seenAs = (outcome: CheckOutcome): Inline[] =>
  outcome.notAsked === undefined
    ? sight(outcome.ok, inShort(outcome))
    : ["no answer: ", inlineCode(cutTo(oneLine(inShort(outcome)), longestGot))];

const sight = (ok: boolean, got: string): Inline[] =>
  ok ? ["✓"] : ["✗ ", inlineCode(cutTo(oneLine(got), longestGot))];

const unprovenNote = (page: Page): RootContent[] => {
  const shown = page.scenario.checklist.filter(isShown);
  const unproven = page.runs[0].record.unproven.filter((title) => shown.some((one) => one.title === title));
  return unproven.length === 0
    ? []
    : [
        paragraph(
          strong("Unproven"),
          `: ${counted(unproven.length, "check")} stayed green during the incident, so this drill does not prove that ${unproven.length === 1 ? "it detects" : "they detect"} the incident.`,
        ),
      ];
};

const enduranceBlocks = (page: Page): RootContent[] => {
  const { endurance } = page.scenario;
  if (endurance.length === 0) return [];
  return [
    heading(3, enduranceTitle),
    paragraph(enduranceNote),
    ...enduranceSteps(page, endurance, page.runs[0].record),
    paragraph("The whole checklist held again after that."),
  ];
};
