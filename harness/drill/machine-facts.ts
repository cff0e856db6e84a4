import type { EventBody } from "../journal/events.ts";
import { onThisHost } from "../machines/host-load.ts";
import type { Machine } from "../machines/machine.ts";
import type { RunContext } from "./context.ts";

const factsTimeoutMs = 10_000;

/** Prints `key=value` lines; what a machine does not have prints nothing. */
const script = [
  "echo kernel=$(uname -r)",
  'echo "cgroups=$([ -f /sys/fs/cgroup/cgroup.controllers ] && echo v2 || echo v1)"',
  ". /etc/os-release; echo os=$(echo $NAME | cut -d' ' -f1) $(cat /etc/debian_version 2>/dev/null || echo $VERSION_ID)",
  "systemctl --version 2>/dev/null | sed -n '1s/systemd [0-9]* (\\(.*\\))/systemd=\\1/p'",
  "podman --version 2>/dev/null | sed 's/podman version /podman=/'",
  "sqlite3 --version 2>/dev/null | sed 's/ .*//; s/^/sqlite=/'",
].join("\n");

const versionsOf = async (machine: Machine): Promise<Record<string, string>> => {
  // Podman 4.3 says nothing to root, not even its version, where the machine names the storage of other accounts.
  const env = { CONTAINERS_STORAGE_CONF: "" };
  const seen = await machine.exec({ script, env, timeoutMs: onThisHost(factsTimeoutMs) });
  const pairs = seen.stdout.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
};

/** By machine: kernel, cgroups, os, systemd, podman, sqlite. */
export type Versions = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** How long the start of the machines took, and whether it was while the procedure before recovered. */
type Ready = Pick<Extract<EventBody, { type: "machine-ready" }>, "readyMs" | "ahead">;

/** Writes down what each machine of the rig is, for the stamp; versions that are `known` are not asked for again. */
export const announceMachines = async (
  run: RunContext,
  ready: Ready,
  known?: Versions,
): Promise<Versions> => {
  const seen = new Map<string, Readonly<Record<string, string>>>();
  const specs = new Map(run.plan.scenario.rig.machines.map((spec) => [spec.name, spec]));
  for (const [name, machine] of run.rig.machines) {
    const versions = known?.get(name) ?? (await versionsOf(machine));
    seen.set(name, versions);
    const facts = run.rig.machineFacts?.get(name) ?? run.rig.facts;
    run.emit({
      type: "machine-ready",
      procedure: run.procedureId,
      machine: name,
      kind: machine.kind,
      fidelity: machine.fidelity,
      addresses: specs.get(name)?.addresses ?? {},
      versions: {
        ...versions,
        engine: facts.engine,
        image: facts.imageDigest,
      },
      ...ready,
    });
  }
  return seen;
};
