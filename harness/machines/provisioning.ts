import { InterruptedError, MachineError } from "../errors.ts";
import { bundle } from "../guest/bundle.ts";
import { projectRoot } from "../invocation.ts";
import { type Action, actionDefinition } from "../scenario/action.ts";
import { commandLine } from "../scenario/command-line.ts";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import type { Placeholder, ResolveAddress } from "../scenario/text.ts";
import { userOf } from "../scenario/user-of.ts";
import type { MachineVersions } from "../variants/versions.ts";
import { resolveIn } from "./addresses.ts";
import type { Waiting } from "./host/claim-room.ts";
import { onThisHost } from "./host-load.ts";
import type { Machine } from "./machine.ts";
import { hostSlowness } from "./pace.ts";
import type { OnProgress } from "./rig-host.ts";
import { secondsSince } from "./seconds.ts";

/** For what hangs: on a host with many busy processes an image of 100 MB took six minutes to be imported. */
const actionMs = 600_000 * hostSlowness;

/** The programs of the project that a machine's provisioning puts into it, by their entry file. */
export type Bundles = ReadonlyMap<string, string>;

export const bundlesOf = async (machine: MachineSpec): Promise<Bundles> => {
  const entries = machine.provision.flatMap((action) =>
    action.kind === "put" && "bundleOf" in action.content ? [action.content.bundleOf] : [],
  );
  const unique = [...new Set(entries)].toSorted();
  return new Map(
    await Promise.all(unique.map(async (entry) => [entry, await bundle(entry, projectRoot())] as const)),
  );
};

/** The inputs of a provisioned machine, except its base image: for a digest. */
export const provisionedFrom = (rig: Rig, machine: MachineSpec, bundles: Bundles): string[] => [
  // Without the kind: the provisioning does not depend on it.
  JSON.stringify([
    { ...machine, on: undefined },
    rig.networks,
    rig.machines.map(({ name, addresses }) => [name, addresses]),
  ]),
  ...[...bundles].flat(),
];

/** What actions are done with that provision a machine. */
type ProvisionedIn = {
  readonly versions: MachineVersions;
  readonly resolve: ResolveAddress;
  readonly bundles: Pick<Bundles, "get">;
};

/** Runs a machine's provisioning. @throws MachineError with the action that failed and what it printed */
export const runProvisioning = async (
  live: Machine,
  actions: readonly Action[],
  surroundings: ProvisionedIn & { readonly signal: AbortSignal },
): Promise<void> => {
  for (const action of actions) {
    if (surroundings.signal.aborted)
      throw new InterruptedError(`interrupted while ${live.name} was being provisioned`);
    await runAction(live, action, surroundings);
  }
};

/** A rig that has been started for the provisioning of its only machine. */
type ProvisionedRig<Live> = { readonly machines: ReadonlyMap<string, Live>; stop(): Promise<void> };

type ProvisioningAlone<Live, Running> = Omit<ProvisionedIn, "resolve"> & {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly start: (
    rig: Rig,
    start: Waiting & { readonly label: string; readonly keep: false },
  ) => Promise<Running>;
  /** Stores the machine, before it is removed. */
  readonly store: (live: Live, running: Running) => Promise<void>;
};

/**
 * Provisions a machine of a rig in a rig of its own.
 * @throws MachineError with the action that failed and what it printed
 */
export const provisionAlone = async <Live extends Machine, Running extends ProvisionedRig<Live>>(
  rig: Rig,
  machine: MachineSpec,
  options: ProvisioningAlone<Live, Running>,
): Promise<void> => {
  const { onProgress, signal, start, store } = options;
  const since = performance.now();
  onProgress(`provisioning ${machine.name} (once for this rig) …`);
  const asked = { label: `provisioning of ${machine.name}`, keep: false, signal, onProgress } as const;
  const running = await start({ ...rig, machines: [machine] }, asked);
  // A running command would delay the end; it fails when its machine is removed.
  const abort = () => void running.stop().catch(() => {});
  signal.addEventListener("abort", abort);
  try {
    if (signal.aborted) abort();
    const live = running.machines.get(machine.name);
    if (live === undefined) throw new TypeError(`${machine.name} was not started`);
    const resolve = (ref: Placeholder) => resolveIn(rig, ref);
    await runProvisioning(live, machine.provision, { ...options, resolve });
    await store(live, running);
  } finally {
    signal.removeEventListener("abort", abort);
    await running.stop();
  }
  onProgress(`provisioned ${machine.name} in ${secondsSince(since)}`);
};

const runAction = async (
  live: Machine,
  action: Action,
  { resolve, bundles, versions }: ProvisionedIn,
): Promise<void> => {
  const startMs = performance.now();
  const { ok, expected, got } = await actionDefinition(action.kind).perform(action, {
    machine: live,
    versions,
    resolve,
    limitMs: onThisHost(actionMs),
    bundle: (entryFile) => bundleIn(bundles, entryFile),
  });
  if (ok) return;
  throw new MachineError(`the provisioning of ${live.name} failed`, {
    command: `as ${userOf(action)}: ${commandLine(action, resolve)}`,
    expected,
    got,
    waited: secondsSince(startMs),
    next: "correct the rig's provisioning; nothing was cached",
  });
};

const bundleIn = (bundles: Pick<Bundles, "get">, entryFile: string): string => {
  const code = bundles.get(entryFile);
  if (code === undefined) throw new MachineError(`the program ${entryFile} was not bundled`);
  return code;
};
