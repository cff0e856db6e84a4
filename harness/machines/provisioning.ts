import { InterruptedError, MachineError } from "../errors.ts";
import { bundle } from "../guest/bundle.ts";
import { projectRoot } from "../invocation.ts";
import type { Action, PutFile } from "../scenario/action.ts";
import { evaluate } from "../scenario/evaluate.ts";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import { type AddressRef, fill } from "../scenario/text.ts";
import type { Machine } from "./machine.ts";
import { hostSlowness } from "./pace.ts";

const actionMs = 120_000 * hostSlowness;

type Resolve = (ref: AddressRef) => string;

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

/** What a provisioned machine is made from, beside the image that it began with: for a digest. */
export const provisionedFrom = (rig: Rig, machine: MachineSpec, bundles: Bundles): string[] => [
  // Whoever put the machine on this kind: it is provisioned in the same way.
  JSON.stringify([
    { ...machine, on: undefined },
    rig.networks,
    rig.machines.map(({ name, addresses }) => [name, addresses]),
  ]),
  ...[...bundles].flat(),
];

/** Runs a machine's provisioning. @throws MachineError with the action that failed and what it printed */
export const runProvisioning = async (
  live: Machine,
  actions: readonly Action[],
  resolve: Resolve,
  bundles: Bundles,
  signal: AbortSignal,
): Promise<void> => {
  for (const action of actions) {
    if (signal.aborted) throw new InterruptedError(`interrupted while ${live.name} was being provisioned`);
    await runAction(live, action, resolve, bundles);
  }
};

const runAction = async (
  live: Machine,
  action: Action,
  resolve: Resolve,
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
      const { kind, podman } = live;
      const { ok, expected, got } = evaluate(action, seen, { kind, podman, resolve });
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

const contentOf = (action: PutFile, resolve: Resolve, bundles: Bundles): string =>
  "bundleOf" in action.content ? (bundles.get(action.content.bundleOf) ?? "") : fill(action.content, resolve);
