import type { RootContent } from "mdast";
import { type Check, isShown } from "../../scenario/check.ts";
import { expectationOf } from "../expectation.ts";
import { heading, type Inline, inlineCode, paragraph, phrase, prose, strong, table } from "./markdown.ts";
import { contextOf, type Page, type Section } from "./page.ts";
import { commandBlock, isShort, typed, typist } from "./typing.ts";

/** What must be ticked off. */
export const checklistSection: Section = (page) => {
  const checklist = page.scenario.checklist.filter(isShown);
  const long = checklist.filter((check) => !isShort(page, typed(page, check.probe)));
  const head = ["", "check", "command"].map((title): Inline[] => [title]);
  return [
    heading(2, "It is over when"),
    table([head, ...checklist.map((check) => row(page, check))]),
    ...long.flatMap((check) => longCheck(page, check)),
  ];
};

const expected = (page: Page, check: Check): Inline[] => phrase(expectationOf(check, contextOf(page, check)));

const longCheck = (page: Page, check: Check): RootContent[] => [
  paragraph(strong(...prose(check.title)), ": it ", ...expected(page, check), "."),
  ...commandBlock(page, check.probe),
];

const row = (page: Page, check: Check): Inline[][] => {
  const command = typed(page, check.probe);
  const who = typist(page, check.probe);
  const shown = isShort(page, command)
    ? [inlineCode(command), " ", ...expected(page, check)]
    : ["below the table"];
  return [["☐"], prose(check.title), who.length === 0 ? shown : [...who, ": ", ...shown]];
};
