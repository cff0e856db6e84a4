import { HostNotReadyError, InterruptedError } from "#harness/errors.ts";
import type { OnProgress, RigHost } from "#harness/machines/rig-host.ts";
import type { DrillKind } from "#harness/scenario/machine-kind.ts";
import type { RunOptions } from "./run-command.ts";

export type HostOptions = Pick<RunOptions, "setup" | "engine" | "cold"> & { readonly on: DrillKind };

/** The host for the kind of machine that was asked for; what killed drills left is removed first. */
export const openHost = async (
  options: HostOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RigHost> => {
  const { removeLeftovers } = await import("#harness/machines/leftovers/index.ts");
  try {
    await removeLeftovers({ onProgress });
  } catch (error) {
    // A container engine that does not answer keeps nobody from a drill on virtual machines.
    if (!(error instanceof HostNotReadyError) || options.on !== "vm") throw error;
    onProgress(`not looked for leftovers of container machines: ${error.message}`);
  }
  if (signal.aborted) throw new InterruptedError("interrupted");
  return openKind[options.on](options, onProgress);
};

/** Each kind's code is loaded when it is asked for. */
const openKind: Readonly<
  Record<DrillKind, (options: HostOptions, onProgress: OnProgress) => Promise<RigHost>>
> = {
  container: async ({ setup, engine: prefer }, onProgress) => {
    const [{ openEngine }, { containerRigHost }] = await Promise.all([
      import("#harness/machines/engine/index.ts"),
      import("#harness/machines/container/index.ts"),
    ]);
    const engine = await openEngine({ setup, prefer, onProgress });
    return containerRigHost({ engine });
  },
  vm: async ({ setup, cold }, onProgress) => {
    const { vmRigHost } = await import("#harness/machines/vm/index.ts");
    return vmRigHost({ setup, onProgress, cold: cold === true });
  },
};
