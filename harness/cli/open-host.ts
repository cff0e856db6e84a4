import { HostNotReadyError, InterruptedError } from "../errors.ts";
import type { OnProgress, OpenHost, RigHost } from "../machines/rig-host.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { kindsIn } from "../plan/machine-kinds.ts";
import type { ImageContents } from "../scenario/image-contents.ts";

/** The host for the rig's machines, of the kind that was asked for unless they say otherwise; what killed drills left is removed first. */
export const openHost = async (
  { scenario, variant, flags }: DrillPlan,
  contents: ImageContents,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RigHost> => {
  const needed = kindsIn(scenario.rig, variant.kind);
  const { removeLeftovers } = await import("../machines/leftovers/index.ts");
  try {
    await removeLeftovers({ onProgress });
  } catch (error) {
    // A drill on virtual machines needs no container engine.
    if (!(error instanceof HostNotReadyError) || needed.has("container")) throw error;
    onProgress(`leftovers of container machines were not searched: ${error.message}`);
  }
  if (signal.aborted) throw new InterruptedError("interrupted");
  const [kind = variant.kind] = needed;
  const folder = needed.size > 1 ? "mixed" : kind;
  // Each kind is a folder; only the one that is needed is loaded.
  const { open } = (await import(`../machines/${folder}/open.ts`)) as { readonly open: OpenHost };
  return open({ ...flags, kind: variant.kind, versions: variant.versions, contents }, onProgress);
};
