import type { RootContent } from "mdast";
import { drillKinds } from "#harness/scenario/machine-kind.ts";
import { onKind } from "../kind-words.ts";
import { code, heading, type Inline, inlineCode, paragraph, prose, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { procedureSection } from "./procedure-section.ts";
import type { SkippedWay } from "./skipped-way.ts";

/** A way that the page's kind of machine cannot go: as another kind went it, or that and why it was skipped. */
export const skippedSection = (page: Page, way: SkippedWay): RootContent[] => {
  const { procedure, drilled, id } = way;
  const why: Inline[] = [strong(`Skipped on ${onKind(page.kind)}`), ": ", ...prose(way.reason), "."];
  if (drilled !== undefined) {
    const { record, kind } = drilled;
    const run = { id, procedure, record, recoveryMs: record.ended?.recoveryMs ?? 0 };
    const there = ` What you read here is from the drill on ${onKind(kind)} that the same command ran.`;
    return procedureSection({ ...page, kind }, run, { on: kind, note: [...why, there] });
  }
  return [
    heading(2, "Another way: ", ...prose(procedure.title), " (skipped)"),
    paragraph(...prose(procedure.summary), " In the drill it is called ", inlineCode(id), "."),
    paragraph(
      ...why,
      ...triedWords(way),
      " Its commands are not on this page, for no drill has proven them.",
    ),
    ...drillIt(page, way),
  ];
};

const triedWords = ({ tried }: SkippedWay): Inline[] =>
  tried.flatMap(({ kind, record }): Inline[] => {
    const [failure] = record.failures;
    return [
      ` On ${onKind(kind)} its drill ended `,
      strong(record.ended?.verdict ?? "before its time"),
      ...(failure === undefined ? [] : [": ", ...prose(failure.headline)]),
      ".",
    ];
  });

const drillIt = ({ scenario }: Page, { id, procedure }: SkippedWay): RootContent[] => {
  const kind = drillKinds.find(
    (one) => procedure.notOn[one] === undefined && scenario.notOn[one] === undefined,
  );
  return kind === undefined
    ? []
    : [
        paragraph("To drill ", inlineCode(id), " and have it on the page:"),
        code("sh", `npm run drill ${scenario.id} -- --on ${kind}`),
      ];
};
