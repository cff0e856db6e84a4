import type { Root, RootContent } from "mdast";
import type { JournalEvent } from "../../journal/events.ts";
import { placeWords } from "../../scenario/must-fail.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { packageNames, versionsOf } from "../../variants/versions.ts";
import { lostThere } from "../must-fail-words.ts";
import { recommendedOf } from "../recommendation.ts";
import { startWord } from "../start-words.ts";
import { dateOf, seconds } from "../time-words.ts";
import { apartSection } from "./apart-section.ts";
import { checklistSection } from "./checklist-section.ts";
import { claimsSection } from "./claims-section.ts";
import { comparisonSection, lossesSection } from "./comparison-section.ts";
import { type FrontMatterValue, frontMatter } from "./front-matter.ts";
import { headSection } from "./head-section.ts";
import { incidentSection } from "./incident-section.ts";
import { kindsSection } from "./kinds-section.ts";
import { mapTexts, renderMarkdown } from "./markdown.ts";
import { neverSection } from "./never-section.ts";
import { type Page, type PageOptions, pageOf } from "./page.ts";
import { preparationSection } from "./preparation-section.ts";
import { printedSections } from "./printed-sections.ts";
import { procedureSection } from "./procedure-section.ts";
import { proofSection, validUntil } from "./proof-section.ts";
import { referenceSection } from "./reference-section.ts";
import { skippedSection } from "./skipped-section.ts";
import { stampFields } from "./version-stamp.ts";

export type { PageOptions } from "./page.ts";

/**
 * The runbook of a verified drill, in markdown with YAML front matter, with the real platform's addresses.
 * @throws ScenarioError when the drill was not verified, left something out, or the inventory lacks an address
 */
export const renderRunbook = (
  scenario: Scenario,
  events: readonly JournalEvent[],
  options: PageOptions,
): string => {
  const page = pageOf(scenario, events, options);
  const root: Root = { type: "root", children: contentOf(page) };
  const text = `${frontMatter(fieldsOf(page))}\n${renderMarkdown(mapTexts(root, page.addresses.inText))}`;
  const left = page.addresses.leftIn(text);
  if (left.length > 0) throw new TypeError(`a rig's address is left in the runbook: ${left.join(", ")}`);
  return text;
};

const contentOf = (page: Page): RootContent[] => {
  const [best, ...others] = page.runs;
  const above = [
    ...headSection(page),
    ...incidentSection(page),
    ...apartSection(page),
    ...neverSection(page),
  ];
  const below = [
    ...referenceSection(page),
    ...procedureSection(page, best),
    ...checklistSection(page),
    ...lossesSection(page),
    ...comparisonSection(page),
    ...others.flatMap((run) => procedureSection(page, run)),
    ...page.skipped.flatMap((skipped) => skippedSection(page, skipped)),
    ...printedSections(page),
    ...kindsSection(page),
    ...claimsSection(page),
    ...proofSection(page),
  ];
  return [...above, ...preparationSection(page, [...above, ...below]), ...below];
};

/** What each procedure came to that is no recovery: "fails at step 2, 1 of 3 rows lost". */
const mustFailFields = ({ wrong }: Page): Record<string, FrontMatterValue> =>
  Object.fromEntries(
    wrong.map(({ id, place, drilled }) => {
      const lost = drilled && lostThere(drilled.record);
      const words = drilled === undefined ? "not tried" : `fails at ${placeWords(place)}`;
      return [id, lost === undefined ? words : `${words}, ${lost} lost`];
    }),
  );

const fieldsOf = (page: Page): Record<string, FrontMatterValue> => {
  const { scenario, record, runs } = page;
  const { machines } = runs[0].record;
  const {
    os = "unknown",
    kernel = "unknown",
    systemd = "unknown",
    ...software
  } = machines[0]?.versions ?? {};
  return {
    scenario: scenario.id,
    verdict: "verified",
    verified: dateOf(page.verifiedMs),
    valid_until: validUntil(page),
    recommended: recommendedOf(record.procedures)?.id ?? "none",
    procedures: Object.fromEntries(runs.map(({ id, recoveryMs }) => [id, seconds(recoveryMs)])),
    ...(record.ended?.slowdown === undefined ? {} : { host_slowdown: record.ended.slowdown.toFixed(1) }),
    ...(page.skipped.length === 0
      ? {}
      : { skipped: Object.fromEntries(page.skipped.map(({ id, reason }) => [id, reason])) }),
    ...(page.wrong.length === 0 ? {} : { must_fail: mustFailFields(page) }),
    started_from: Object.fromEntries(runs.map(({ id, record: one }) => [id, startWord(one)])),
    machines: Object.fromEntries(
      machines.map(({ machine, kind, fidelity, versions }) => [
        machine,
        {
          kind,
          engine: versions["engine"] ?? "unknown",
          kernel: fidelity.kernel,
          reboot: fidelity.reboot,
          power_loss: fidelity.powerLoss,
        },
      ]),
    ),
    versions: { os, kernel, systemd, ...versionsOf(software, packageNames(page.versions)) },
    ...stampFields(page),
    digest: record.started.digest,
    commit: record.started.commit,
    drillbook: record.started.drillbook,
    tags: scenario.tags,
  };
};
