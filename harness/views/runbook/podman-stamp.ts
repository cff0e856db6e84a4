import { type DrillRecord, isVerifiedRecovery } from "../../journal/drill-record.ts";
import { differIn, podmanOf } from "../../scenario/variant.ts";
import { verdictOf } from "../kinds-table.ts";
import type { FrontMatterValue } from "./front-matter.ts";
import type { Page } from "./page.ts";

/** A podman as it was in the machines, and the procedures that were verified with it. */
type Held = { readonly version: string; readonly procedures: readonly string[] };

const recordsOf = ({ record, others }: Page): DrillRecord[] => [record, ...others];

const isVerified = (record: DrillRecord): boolean => verdictOf(record) === "verified";

/** Every podman that a drill of this page's command was verified with, this page's first. */
export const holdsWith = (page: Page): Held[] => {
  const idsByVersion = new Map<string, Set<string>>();
  for (const { procedures } of recordsOf(page).filter(isVerified)) {
    for (const { id, machines } of procedures.filter(isVerifiedRecovery)) {
      const version = machines[0]?.versions["podman"];
      if (version === undefined) continue;
      idsByVersion.set(version, (idsByVersion.get(version) ?? new Set()).add(id));
    }
  }
  return [...idsByVersion].map(([version, ids]) => ({ version, procedures: [...ids] }));
};

/** The versions, as they were asked for, with which a drill of the same command ran and was not verified. */
export const failsWith = (page: Page): string[] => {
  const ran = recordsOf(page).filter((record) => !["skipped", "not begun"].includes(verdictOf(record)));
  const good = new Set(ran.filter(isVerified).map(({ started }) => podmanOf(started)));
  return [...new Set(ran.map(({ started }) => podmanOf(started)))].filter((version) => !good.has(version));
};

/** For the front matter, of a page that was drilled with several versions; one stands among the other versions. */
export const stampFields = (page: Page): Record<string, FrontMatterValue> => {
  if (!differIn("podman", page.variants)) return {};
  const fails = failsWith(page);
  return {
    holds_with_podman: Object.fromEntries(
      holdsWith(page).map(({ version, procedures }) => [version, procedures]),
    ),
    ...(fails.length === 0 ? {} : { fails_with_podman: fails }),
  };
};
