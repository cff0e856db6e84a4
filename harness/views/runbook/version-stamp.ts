import { type DrillRecord, isVerifiedRecovery } from "../../journal/drill-record.ts";
import { differingDimensions } from "../../variants/variant.ts";
import { packageNames } from "../../variants/versions.ts";
import { verdictOf } from "../kinds-table.ts";
import type { FrontMatterValue } from "./front-matter.ts";
import type { Page } from "./page.ts";

/** A version as it was in the machines, and the procedures that were verified with it. */
type Held = { readonly version: string; readonly procedures: readonly string[] };

/** What the drills of a page's command say of the versions in one dimension. */
export type Stamp = {
  readonly dimension: string;
  /** This page's first. */
  readonly holds: readonly Held[];
  /** The versions, as they were asked for, with which a drill ran and was not verified. */
  readonly fails: readonly string[];
};

const recordsOf = ({ record, others }: Page): DrillRecord[] => [record, ...others];

const isVerified = (record: DrillRecord): boolean => verdictOf(record) === "verified";

/** A stamp for each package of the project's variants, and for what the drills differ in. */
export const stampsOf = (page: Page): Stamp[] => {
  const differing = differingDimensions(page.variants);
  return [...new Set([...packageNames(page.versions), ...differing])].map((dimension) => ({
    dimension,
    holds: holdsWith(page, dimension),
    fails: differing.includes(dimension) ? failsWith(page, dimension) : [],
  }));
};

const holdsWith = (page: Page, dimension: string): Held[] => {
  const idsByVersion = new Map<string, Set<string>>();
  for (const { started, procedures } of recordsOf(page).filter(isVerified)) {
    for (const { id, machines } of procedures.filter(isVerifiedRecovery)) {
      const version = machines[0]?.versions[dimension] ?? started.asked[dimension];
      if (version === undefined) continue;
      idsByVersion.set(version, (idsByVersion.get(version) ?? new Set()).add(id));
    }
  }
  return [...idsByVersion].map(([version, ids]) => ({ version, procedures: [...ids] }));
};

const failsWith = (page: Page, dimension: string): string[] => {
  const ran = recordsOf(page).filter((record) => !["skipped", "not begun"].includes(verdictOf(record)));
  const versionsOf = (records: readonly DrillRecord[]) =>
    new Set(records.flatMap(({ started }) => started.versions[dimension] ?? []));
  const good = versionsOf(ran.filter(isVerified));
  return [...versionsOf(ran)].filter((version) => !good.has(version));
};

/** For the front matter: each dimension that the drills differ in; what they have in common stands among the versions. */
export const stampFields = (page: Page): Record<string, FrontMatterValue> => {
  const differing = differingDimensions(page.variants);
  const stamps = stampsOf(page).filter(({ dimension }) => differing.includes(dimension));
  return Object.assign(
    {},
    ...stamps.map(({ dimension, holds, fails }) => ({
      [`holds_with_${dimension}`]: Object.fromEntries(
        holds.map(({ version, procedures }) => [version, procedures]),
      ),
      ...(fails.length === 0 ? {} : { [`fails_with_${dimension}`]: fails }),
    })),
  );
};
