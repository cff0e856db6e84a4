import type { RootContent } from "mdast";
import type { DrillRecord } from "../../journal/drill-record.ts";
import type { Block } from "../../scenario/printed-section.ts";
import { bullets, code, heading, paragraph, prose, table } from "./markdown.ts";
import type { Section } from "./page.ts";

/** The sections that commands of the drill printed, in the order of the scenario. */
export const printedSections: Section = ({ scenario, record }) =>
  (scenario.sections ?? []).flatMap(({ title }) => [
    heading(2, ...prose(title)),
    ...(blocksOf(record, title)?.map(content) ?? [
      paragraph("This drill left out the procedure that prints this section."),
    ]),
  ]);

/** As printed last, in whichever step. */
const blocksOf = ({ procedures }: DrillRecord, title: string): readonly Block[] | undefined =>
  procedures
    .flatMap(({ phases }) => phases)
    .flatMap(({ steps }) => steps)
    .flatMap(({ actions }) => actions)
    .findLast(({ section }) => section?.title === title)?.section?.blocks;

const content = (block: Block): RootContent => {
  if ("heading" in block) return heading(3, ...prose(block.heading));
  if ("list" in block) return bullets(block.list.map(prose));
  if ("table" in block) return table(block.table.map((row) => row.map(prose)));
  if ("printed" in block) return code("text", block.printed);
  return paragraph(...prose(block.text));
};
