import type { Root, RootContent } from "mdast";
import type { JournalEvent } from "../../journal/events.ts";
import { placeWords } from "../../scenario/must-fail.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { lostThere } from "../must-fail-words.ts";
import { whyBest } from "../recommendation.ts";
import { aboutSeconds, dateOf } from "../time-words.ts";
import { apartSection } from "./apart-section.ts";
import { checklistSection } from "./checklist-section.ts";
import { claimsSection } from "./claims-section.ts";
import { adviceSection } from "./comparison-section.ts";
import { type FrontMatterValue, frontMatter } from "./front-matter.ts";
import { headSection } from "./head-section.ts";
import { allSymptomsSection, incidentSection } from "./incident-section.ts";
import { heading, link, mapTexts, paragraph, prose, renderMarkdown, withPlainWords } from "./markdown.ts";
import { neverSection } from "./never-section.ts";
import { type MovablePart, movableParts, type Page, type PageOptions, pageOf, type Section } from "./page.ts";
import { preparationSection } from "./preparation-section.ts";
import { procedureSection, recoverySection } from "./procedure-section.ts";
import { proofFields, proofNote, proofSections, validUntil } from "./proof.ts";
import { referenceSection } from "./reference-section.ts";
import { type Detail, details, mostShortLines, printedLineCount, shortForm } from "./short.ts";
import { skippedSection } from "./skipped-section.ts";
import { stampFields } from "./version-stamp.ts";

export type { PageOptions } from "./page.ts";

/** A longer page takes too long to read during an incident. */
const mostLines = 400;

/** The texts of a runbook, with the real platform's addresses, by the ending of their file's name. */
export type RunbookTexts = {
  /** What a person needs first stands first. In markdown with YAML front matter, as the others. */
  readonly page: string;
  /** On one printed page. */
  readonly short: string;
  /** What the drill measured and did to prove it. */
  readonly proof: string;
  /** What the page has no room for; absent where it has. */
  readonly more?: string;
};

/**
 * The runbook of a verified drill, for files beside each other.
 * @throws ScenarioError when the drill was not verified, left something out, or the inventory lacks an address
 */
export const renderRunbook = (
  scenario: Scenario,
  events: readonly JournalEvent[],
  options: PageOptions,
): RunbookTexts => {
  const whole = pageOf(scenario, events, options);
  const [page, text] = fitted(whole);
  const more = moreSections(page);
  return {
    page: text,
    short: shortText(page),
    proof: rendered(page, proofFields(page), proofSections(page)),
    ...(more.length === 0 ? {} : { more: rendered(page, moreFields(page), more) }),
  };
};

/** With as much of each step as one printed page has room for. */
const shortText = (page: Page, [detail = "titles", ...less]: readonly Detail[] = details): string => {
  const text = rendered(page, moreFields(page), shortForm(page, detail));
  return less.length === 0 || printedLineCount(text) <= mostShortLines ? text : shortText(page, less);
};

/** Without as many of its movable parts as make it too long; then with longer commands within sentences. */
const fitted = (page: Page): readonly [Page, string] => {
  const text = rendered(page, fieldsOf(page), contentOf(page));
  const next = movableParts.find((part) => !page.apart.has(part));
  if (text.split("\n").length <= mostLines) return [page, text];
  if (next !== undefined) return fitted({ ...page, apart: new Set([...page.apart, next]) });
  return page.isTight ? [page, text] : fitted({ ...page, isTight: true });
};

const rendered = (page: Page, fields: Record<string, FrontMatterValue>, children: RootContent[]): string => {
  const root: Root = { type: "root", children };
  const text = `${frontMatter(fields)}\n${renderMarkdown(withPlainWords(mapTexts(root, page.addresses.inText)))}`;
  const left = page.addresses.leftIn(text);
  if (left.length > 0) throw new TypeError(`a rig's address is left in the runbook: ${left.join(", ")}`);
  return text;
};

const contentOf = (page: Page): RootContent[] => {
  const above = [...headSection(page), ...incidentSection(page), ...adviceSection(page)];
  const below = [
    ...checklistSection(page),
    ...partsWhere(page, (part) => !page.apart.has(part)),
    ...apartSection(page),
    ...claimsSection(page),
    ...moreNote(page),
    ...proofNote(page),
  ];
  const steps = recoverySection(page, []);
  const before = [...neverSection(page), ...preparationSection(page, [...above, ...steps, ...below])];
  return [...above, ...recoverySection(page, before), ...below];
};

const partsWhere = (page: Page, isWanted: (part: MovablePart) => boolean): RootContent[] =>
  movableParts.filter(isWanted).flatMap((part) => partSections[part](page));

const partSections: Readonly<Record<MovablePart, Section>> = {
  procedures: (page) => [
    ...page.runs.slice(1).flatMap((run) => procedureSection(page, run)),
    ...page.skipped.flatMap((skipped) => skippedSection(page, skipped)),
  ],
  reference: referenceSection,
  symptoms: allSymptomsSection,
};

const partWords: Readonly<Record<MovablePart, string>> = {
  procedures: "the other procedures",
  reference: "what to look up",
  symptoms: "all symptoms",
};

const moreSections = (page: Page): RootContent[] => {
  const parts = partsWhere(page, (part) => page.apart.has(part));
  return parts.length === 0
    ? []
    : [
        heading(1, "More: ", ...prose(page.scenario.title)),
        paragraph("The second part of ", link("this runbook", `${page.name}.md`), "."),
        ...parts,
      ];
};

const moreNote = (page: Page): RootContent[] => {
  const parts = movableParts.filter((part) => page.apart.has(part) && partSections[part](page).length > 0);
  return parts.length === 0
    ? []
    : [
        heading(2, "More"),
        paragraph(
          link("The second part", `${page.name}.more.md`),
          ` has ${parts.map((part) => partWords[part]).join(", ")}.`,
        ),
      ];
};

const moreFields = ({ scenario, record }: Page): Record<string, FrontMatterValue> => ({
  scenario: scenario.id,
  digest: record.started.digest,
});

/** What each procedure came to that is no recovery: "fails at step 2, 1 of 3 rows lost". */
const mustFailFields = ({ wrong }: Page): Record<string, FrontMatterValue> =>
  Object.fromEntries(
    wrong.map(({ id, place, drilled }) => {
      const lost = drilled && lostThere(drilled.record);
      const words = drilled === undefined ? "not tried" : `fails at ${placeWords(place)}`;
      return [id, lost === undefined ? words : `${words}, ${lost} lost`];
    }),
  );

/** What a program or a search wants to know of a page; the machines and versions are those of its proof. */
const fieldsOf = (page: Page): Record<string, FrontMatterValue> => {
  const { scenario, record, runs } = page;
  return {
    scenario: scenario.id,
    verdict: "verified",
    verified: dateOf(page.verifiedMs),
    valid_until: validUntil(page),
    recommended: runs[0].id,
    recommended_because: whyBest(runs[0].record, record.procedures).replaceAll("`", ""),
    procedures: Object.fromEntries(runs.map(({ id, recoveryMs }) => [id, aboutSeconds(recoveryMs)])),
    ...(page.skipped.length === 0
      ? {}
      : { skipped: Object.fromEntries(page.skipped.map(({ id, reason }) => [id, reason])) }),
    ...(page.wrong.length === 0 ? {} : { must_fail: mustFailFields(page) }),
    ...stampFields(page),
    digest: record.started.digest,
    tags: scenario.tags,
  };
};
