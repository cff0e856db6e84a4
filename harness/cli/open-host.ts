import { InterruptedError } from "#harness/errors.ts";
import type { OnProgress, RigHost } from "#harness/machines/rig-host.ts";
import type { RunOptions } from "./run-command.ts";

/** The host for the kind of machine that was asked for; what killed drills left is removed first. */
export const openHost = async (
  options: Pick<RunOptions, "setup" | "engine" | "on">,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RigHost> => {
  const [{ removeLeftovers }, { openEngine }, { containerRigHost }] = await Promise.all([
    import("#harness/machines/leftovers/index.ts"),
    import("#harness/machines/engine/index.ts"),
    import("#harness/machines/container/index.ts"),
  ]);
  await removeLeftovers({ onProgress });
  if (signal.aborted) throw new InterruptedError("interrupted");
  const engine = await openEngine({ setup: options.setup, prefer: options.engine, onProgress });
  return containerRigHost({ engine });
};
