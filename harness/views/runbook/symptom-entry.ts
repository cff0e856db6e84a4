import { type IndexEntry, indexSchema, type Seen, type SeenDifference } from "../../diagnosis/index-entry.ts";
import { ScenarioError } from "../../errors.ts";
import type { JournalEvent } from "../../journal/events.ts";
import { type Check, isShown } from "../../scenario/check.ts";
import { commandLine } from "../../scenario/command-line.ts";
import { matches } from "../../scenario/evaluate-match.ts";
import { match } from "../../scenario/match.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { TellsApart } from "../../scenario/tells-apart.ts";
import { isOperators, userOf } from "../../scenario/user-of.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { dateOf } from "../time-words.ts";
import { contextOf, type Page, type PageOptions, pageOf } from "./page.ts";
import { outcomesOf, printedLines, seenTexts } from "./seen-texts.ts";
import { isAnyNumber } from "./told-symptoms.ts";
import { operator } from "./typing.ts";

/**
 * What one verified drill saw of its scenario's symptoms, for the index of `drill diagnose`.
 * @throws ScenarioError when the drill was not verified, left something out, or saw what the scenario says is not printed
 */
export const symptomEntry = (
  scenario: Scenario,
  events: readonly JournalEvent[],
  options: PageOptions,
): IndexEntry => {
  const page = pageOf(scenario, events, options);
  const seen: Seen = { [page.kind]: { times: 1, last: dateOf(page.verifiedMs) } };
  const { inText, resolve } = page.addresses;
  return {
    schema: indexSchema,
    scenario: scenario.id,
    title: scenario.title,
    cause: scenario.summary,
    drills: seen,
    symptoms: scenario.symptoms.filter(isShown).map((check) => {
      const [outcome] = outcomesOf(page, check);
      return {
        title: check.title,
        machine: options.platform?.machines[check.probe.machine]?.called ?? check.probe.machine,
        user: isOperators(check.probe) && options.platform !== undefined ? operator : userOf(check.probe),
        command: commandLine(check.probe, resolve),
        answer:
          outcome === undefined
            ? ""
            : told(check, inText(fingerprintOf(check, outcome, contextOf(page, check)).join("\n"))),
        texts: seenTexts(page, check, seen),
      };
    }),
    tellsApart: (scenario.tellsApart ?? []).map((one) => difference(page, one)),
  };
};

const told = (check: Check, answer: string): string =>
  isAnyNumber(check) && /^[0-9]+$/.test(answer) ? "(a number above 0)" : answer;

const difference = (page: Page, { from, how, look, unless, ask, alike }: TellsApart): SeenDifference => {
  const lines = page.scenario.symptoms.flatMap((check) => printedLines(page, check));
  const context = { kind: page.kind, versions: page.versions, resolve: page.addresses.resolve };
  const isPrinted = (wanted: TellsApart["look"]): boolean =>
    wanted !== undefined && lines.some((line) => matches(match(wanted), line, context));
  if (isPrinted(unless)) {
    throw new ScenarioError("`unless` excludes the incident of its own scenario", {
      where: `${page.scenario.id} › tellsApart, from ${from}`,
      claimed: "no symptom of this incident prints what `unless` matches",
      next: "correct `unless`; the runbook is written, the index is not",
    });
  }
  return {
    from,
    how,
    ...(look !== undefined && isPrinted(look) ? { look: match(look) } : {}),
    ...(unless === undefined ? {} : { unless: match(unless) }),
    ...(ask === undefined ? {} : { ask: ask.title }),
    ...(alike === undefined ? {} : { alike: alike.title }),
  };
};
