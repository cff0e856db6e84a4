import { HostNotReadyError, InterruptedError } from "../errors.ts";
import { kinds } from "../machines/kinds.ts";
import type { OnProgress, RigHost } from "../machines/rig-host.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { type PodmanVersion, usualPodman } from "../scenario/podman-version.ts";
import type { Rig } from "../scenario/rig.ts";
import type { RunOptions } from "./run-options.ts";

export type HostOptions = Pick<RunOptions, "setup" | "engine" | "cold"> & {
  readonly on: MachineKind;
  readonly podman?: PodmanVersion | undefined;
  /** What it is opened for: its machines may be of other kinds than the one asked for. */
  readonly rig: Rig;
};

/** The host for the rig's machines, of the kind that was asked for unless they say otherwise; what killed drills left is removed first. */
export const openHost = async (
  options: HostOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RigHost> => {
  const needed = kindsIn(options.rig, options.on);
  const { removeLeftovers } = await import("../machines/leftovers/index.ts");
  try {
    await removeLeftovers({ onProgress });
  } catch (error) {
    // A container engine that does not answer keeps nobody from a drill on virtual machines.
    if (!(error instanceof HostNotReadyError) || needed.has("container")) throw error;
    onProgress(`not looked for leftovers of container machines: ${error.message}`);
  }
  if (signal.aborted) throw new InterruptedError("interrupted");
  if (needed.size > 1) return openMixed(options, onProgress);
  const [kind = options.on] = needed;
  const { open } = await kinds[kind]();
  return open(options, onProgress);
};

/** The kinds that the rig's machines are of, in a drill on the usual one. */
export const kindsIn = ({ machines }: Rig, usual: MachineKind): ReadonlySet<MachineKind> =>
  new Set(machines.map(({ on }) => on ?? usual));

/** Why the rig's machines cannot be had with this podman; undefined when they can. */
export const whyImpossible = (
  rig: Rig,
  { on, podman = usualPodman }: Pick<HostOptions, "on" | "podman">,
): string | undefined =>
  podman !== usualPodman && kindsIn(rig, on).has("vm")
    ? `virtual machines have podman ${usualPodman} alone: no image of another release of Debian is made for them`
    : undefined;

const openMixed = async (options: HostOptions, onProgress: OnProgress): Promise<RigHost> => {
  const { setup, engine: prefer, cold, on } = options;
  const [{ openEngine }, { mixedRigHost }] = await Promise.all([
    import("../machines/engine/index.ts"),
    import("../machines/mixed/index.ts"),
  ]);
  const engine = await openEngine({ setup, prefer, onProgress });
  return mixedRigHost({ kind: on, engine, setup, onProgress, cold: cold === true });
};
