import { InterruptedError, MachineError } from "#harness/errors.ts";
import { bundle } from "#harness/guest/bundle.ts";
import type { Action, PutFile } from "#harness/scenario/action.ts";
import { evaluate } from "#harness/scenario/evaluate.ts";
import type { MachineSpec, Rig } from "#harness/scenario/rig.ts";
import { fill } from "#harness/scenario/text.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { digestOf } from "../images/digest.ts";
import type { MachineImage } from "../images/machine-image.ts";
import { hasImage, rigRepository } from "../images/stored-images.ts";
import type { OnProgress } from "../rig-host.ts";
import type { ContainerMachine } from "./container-machine.ts";
import { ContainerRig } from "./container-rig.ts";

const actionMs = 120_000;
const commitMs = 120_000;
const shutdownS = 20;

/** The programs of the repository that a machine's provisioning puts into it, by their entry file. */
type Bundles = ReadonlyMap<string, string>;

const bundlesOf = async (machine: MachineSpec): Promise<Bundles> => {
  const entries = machine.provision.flatMap((action) =>
    action.kind === "put" && "bundleOf" in action.content ? [action.content.bundleOf] : [],
  );
  const unique = [...new Set(entries)].toSorted();
  return new Map(await Promise.all(unique.map(async (entry) => [entry, await bundle(entry)] as const)));
};

/** Differs when anything does that the provisioned machine is made from. */
export const rigDigest = (imageDigest: string, rig: Rig, machine: MachineSpec, bundles: Bundles): string =>
  digestOf([
    imageDigest,
    JSON.stringify([machine, rig.networks, rig.machines.map(({ name, addresses }) => [name, addresses])]),
    ...[...bundles].flat(),
  ]);

/**
 * The image with the machine's provisioning done, made when it is not cached.
 * @throws MachineError with the action that failed and what it printed
 */
export const ensureRigImage = async (
  engine: Engine,
  base: MachineImage,
  rig: Rig,
  machine: MachineSpec,
  options: { readonly onProgress: OnProgress; readonly signal: AbortSignal },
): Promise<string> => {
  if (machine.provision.length === 0) return base.name;
  const bundles = await bundlesOf(machine);
  const tag = rigDigest(base.digest, rig, machine, bundles);
  const name = `${rigRepository}:${tag}`;
  if (await hasImage(engine, name)) return name;
  const since = performance.now();
  options.onProgress(`provisioning ${machine.name} (once for this rig) …`);
  const running = await ContainerRig.start({
    engine,
    rig: { ...rig, machines: [machine] },
    label: `provisioning of ${machine.name}`,
    keep: false,
    facts: { engine: engine.name, imageDigest: base.digest },
    imageOf: () => base.name,
    signal: options.signal,
  });
  // A command under way would hold up the end: it fails when its machine goes.
  const abort = () => void running.stop().catch(() => {});
  options.signal.addEventListener("abort", abort);
  try {
    if (options.signal.aborted) abort();
    const live = running.machines.get(machine.name);
    if (live) await runActions(live, machine.provision, running, rig, bundles, options.signal);
    await commit(engine, running, machine.name, tag);
  } finally {
    options.signal.removeEventListener("abort", abort);
    await running.stop();
  }
  options.onProgress(
    `provisioned ${machine.name} in ${Math.round((performance.now() - since) / 100) / 10} s`,
  );
  return name;
};

const runActions = async (
  live: ContainerMachine,
  actions: readonly Action[],
  running: ContainerRig,
  rig: Rig,
  bundles: Bundles,
  signal: AbortSignal,
): Promise<void> => {
  const resolve = (ref: Parameters<ContainerRig["resolveAddress"]>[0]): string =>
    rig.machines.find(({ name }) => name === ref.machine)?.addresses[ref.network] ??
    running.resolveAddress(ref);
  for (const action of actions) {
    if (signal.aborted) throw new InterruptedError(`interrupted while ${live.name} was being provisioned`);
    await runAction(live, action, resolve, bundles);
  }
};

const runAction = async (
  live: ContainerMachine,
  action: Action,
  resolve: Parameters<typeof fill>[1],
  bundles: Bundles,
): Promise<void> => {
  switch (action.kind) {
    case "command": {
      const script = fill(action.script, resolve);
      const seen = await live.exec({
        script,
        user: action.user,
        env: action.env,
        ...(action.cwd === undefined ? {} : { cwd: action.cwd }),
        ...(action.stdin === undefined ? {} : { stdin: fill(action.stdin, resolve) }),
        timeoutMs: actionMs,
      });
      const { ok, expected, got } = evaluate(action, seen, { kind: "container", resolve });
      if (ok) return;
      throw new MachineError(`the provisioning of ${live.name} failed`, {
        command: `as ${action.user}: ${script}`,
        expected,
        got,
        waited: `${Math.round(seen.durationMs / 100) / 10} s`,
        next: "mend the rig's provisioning; nothing was cached",
      });
    }
    case "put":
      return live.writeFile(action.path, contentOf(action, resolve, bundles), {
        mode: action.mode,
        owner: action.owner,
      });
    case "reboot":
      return live.reboot();
    case "power-loss":
      return live.powerLoss();
    case "network":
      return action.change === "cut" ? live.cutNetwork(action.network) : live.healNetwork(action.network);
  }
};

const contentOf = (action: PutFile, resolve: Parameters<typeof fill>[1], bundles: Bundles): string =>
  "bundleOf" in action.content ? (bundles.get(action.content.bundleOf) ?? "") : fill(action.content, resolve);

/** Shut down in order first, so that what the machine keeps is on its disk, and nothing of its session is. */
const commit = async (engine: Engine, running: ContainerRig, machine: string, tag: string): Promise<void> => {
  await running.detach();
  const container = engine.docker.getContainer(running.containerId(machine));
  await withDeadline("POST /containers/ID/stop", container.stop({ t: shutdownS }), (shutdownS + 10) * 1000);
  await withDeadline("POST /commit", container.commit({ repo: rigRepository, tag, pause: false }), commitMs);
};
