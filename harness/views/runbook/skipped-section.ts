import type { RootContent } from "mdast";
import { scenarioCommand } from "../../invocation.ts";
import { machineKinds } from "../../scenario/machine-kind.ts";
import type { Procedure } from "../../scenario/scenario.ts";
import { packages, versionIn } from "../../variants/packages.ts";
import { variantIn } from "../../variants/variant.ts";
import { onVariant } from "../variant-words.ts";
import { code, heading, type Inline, inlineCode, paragraph, prose, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { procedureSection } from "./procedure-section.ts";
import type { SkippedProcedure } from "./skipped-procedure.ts";

/** A procedure that the page's machines cannot carry out: as other machines did, or why it was skipped. */
export const skippedSection = (page: Page, skipped: SkippedProcedure): RootContent[] => {
  const { procedure, drilled, id } = skipped;
  const why: Inline[] = [strong(`Skipped ${where(page, procedure)}`), ": ", ...prose(skipped.reason), "."];
  if (drilled !== undefined) {
    const { record, variant } = drilled;
    const on = onVariant(variant, page.variants);
    const run = { id, procedure, record, recoveryMs: record.ended?.recoveryMs ?? 0 };
    const there = ` The output shown is from the drill on ${on} of the same command.`;
    return procedureSection({ ...page, ...variantIn(variant) }, run, { on, note: [...why, there] });
  }
  return [
    heading(2, "Another procedure: ", ...prose(procedure.title), " (skipped)"),
    paragraph(...prose(procedure.summary), " In the drill it is called ", inlineCode(id), "."),
    paragraph(
      ...why,
      ...triedWords(page, skipped),
      " Its commands are not on this page, because no drill verified them.",
    ),
    ...drillIt(page, skipped),
  ];
};

/** The kind of machine, or the version of podman, that excludes the procedure. */
const where = (page: Page, { notOn, notWith = {} }: Procedure): string => {
  const version = versionIn(page, "podman");
  return notOn[page.kind] === undefined && notWith[version] !== undefined
    ? `with podman ${version}`
    : `on ${onVariant(page, page.variants)}`;
};

const triedWords = ({ variants }: Page, { tried }: SkippedProcedure): Inline[] =>
  tried.flatMap(({ variant, record }): Inline[] => {
    const [failure] = record.failures;
    return [
      ` On ${onVariant(variant, variants)} its drill ended `,
      strong(record.ended?.verdict ?? "before its time"),
      ...(failure === undefined ? [] : [": ", ...prose(failure.headline)]),
      ".",
    ];
  });

const drillIt = (page: Page, { id, procedure }: SkippedProcedure): RootContent[] => {
  const { scenario } = page;
  const kind = machineKinds.find(
    (one) => procedure.notOn[one] === undefined && scenario.notOn[one] === undefined,
  );
  const excluded = { ...scenario.notWith, ...procedure.notWith };
  const version =
    excluded[versionIn(page, "podman")] === undefined
      ? undefined
      : [packages.podman.usual, ...packages.podman.versions].find((one) => excluded[one] === undefined);
  const asked = [
    ...(kind === page.kind && version !== undefined ? [] : [`--on ${kind}`]),
    ...(version === undefined ? [] : [`--podman ${version}`]),
  ];
  return kind === undefined
    ? []
    : [
        paragraph("To drill ", inlineCode(id), " and have it on the page:"),
        code("sh", scenarioCommand([scenario.id], asked)),
      ];
};
