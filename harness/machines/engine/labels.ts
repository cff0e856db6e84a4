import {
  formatIdentity,
  livenessOf,
  type ProcessIdentity,
  parseIdentity,
  thisProcess,
} from "./process-identity.ts";

/** What everything that a rig makes in an engine carries, so that it can be found when its harness is gone. */
export type RigLabels = {
  /** The drill, in words. */
  readonly label: string;
  /** This rig and no other, however often a label is used. */
  readonly rig: string;
  readonly kept: boolean;
  readonly machine?: string;
};

const names = {
  label: "drillbook",
  rig: "drillbook.rig",
  kept: "drillbook.kept",
  machine: "drillbook.machine",
  owner: "drillbook.owner",
} as const;

export const labelsOf = (rig: RigLabels, owner: ProcessIdentity = thisProcess()): Record<string, string> => ({
  [names.label]: rig.label,
  [names.rig]: rig.rig,
  [names.kept]: String(rig.kept),
  [names.owner]: formatIdentity(owner),
  ...(rig.machine === undefined ? {} : { [names.machine]: rig.machine }),
});

/** The rig that these labels name, when they are ours. */
export const readLabels = (
  labels: Readonly<Record<string, string>> | null | undefined,
): (RigLabels & { readonly owner: ProcessIdentity }) | undefined => {
  const [label, rig, ownerText] = [labels?.[names.label], labels?.[names.rig], labels?.[names.owner]];
  const owner = parseIdentity(ownerText ?? "");
  if (label === undefined || rig === undefined || owner === undefined) return undefined;
  const machine = labels?.[names.machine];
  return {
    label,
    rig,
    owner,
    kept: labels?.[names.kept] === "true",
    ...(machine === undefined ? {} : { machine }),
  };
};

/** Whether it may be removed: its harness is dead, and it was not kept (or kept ones are removed, too). */
export const isLeftover = (
  labels: RigLabels & { readonly owner: ProcessIdentity },
  options: { readonly kept: boolean },
): boolean => livenessOf(labels.owner) === "dead" && (!labels.kept || options.kept);

/** The engine's filter for everything of ours, or of one rig. */
export const labelFilter = (rig?: string): { label: string[] } => ({
  label: [rig === undefined ? names.rig : `${names.rig}=${rig}`],
});
