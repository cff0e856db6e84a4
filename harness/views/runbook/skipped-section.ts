import type { RootContent } from "mdast";
import { scenarioCommand } from "../../invocation.ts";
import { forKind, machineKinds } from "../../scenario/machine-kind.ts";
import { excludedWith, type Procedure, type Scenario } from "../../scenario/scenario.ts";
import { releaseNames, usualReleaseName } from "../../variants/releases.ts";
import { variantIn } from "../../variants/variant.ts";
import { versionsIn } from "../../variants/variants.ts";
import { type Versions, versionFlags, versionsOf } from "../../variants/versions.ts";
import { onVariant, withVersions } from "../variant-words.ts";
import { code, heading, type Inline, inlineCode, paragraph, prose, strong } from "./markdown.ts";
import { otherTitle, type Page } from "./page.ts";
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
    heading(2, ...prose(otherTitle(procedure)), " (skipped)"),
    paragraph(...prose(procedure.summary), " In the drill it is called ", inlineCode(id), "."),
    paragraph(
      ...why,
      ...triedWords(page, skipped),
      " Its commands are not on this page, because no drill verified them.",
    ),
    ...drillIt(page, skipped),
  ];
};

/** The kind of machine, or the version, that excludes the procedure. */
const where = (page: Page, procedure: Procedure): string => {
  const excluded =
    forKind(procedure.notOn, page.kind) === undefined && excludedWith(procedure, page.versions);
  return excluded
    ? withVersions(versionsOf(page.versions, [excluded.dimension])).trimStart()
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

/** A version with which none of these is excluded, in the dimension that excludes one here; undefined when none does. */
const otherVersions = (
  { versions, projectVariants }: Page,
  parts: readonly (Scenario | Procedure)[],
): Versions | undefined => {
  const exclusion = (some: Versions) =>
    parts.map((part) => excludedWith(part, some)).find((one) => one !== undefined);
  const here = exclusion(versions);
  const others = [usualReleaseName, ...releaseNames].map((release) => versionsIn(projectVariants, release));
  const other =
    here && others.find((some) => some[here.dimension] !== undefined && exclusion(some) === undefined);
  return other && versionsOf(other, [here.dimension]);
};

const drillIt = (page: Page, { id, procedure }: SkippedProcedure): RootContent[] => {
  const { scenario } = page;
  const kind = machineKinds.find(
    (one) => forKind(procedure.notOn, one) === undefined && forKind(scenario.notOn, one) === undefined,
  );
  const versions = otherVersions(page, [scenario, procedure]);
  const asked = [
    ...(kind === page.kind && versions !== undefined ? [] : [`--on ${kind}`]),
    ...versionFlags(versions ?? {}),
  ];
  return kind === undefined
    ? []
    : [
        paragraph("To drill ", inlineCode(id), " and have it on the page:"),
        code("sh", scenarioCommand([scenario.id], asked)),
      ];
};
