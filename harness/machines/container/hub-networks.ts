import { readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "dockerode";
import { MachineError } from "../../errors.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { processesFolderOf } from "../engine/processes-folder.ts";
import type { Hub } from "../network/hub/hub.ts";
import { InHub } from "../network/hub/in-hub.ts";
import type { NamespaceRef } from "../network/hub/protocol.ts";
import { portsOf } from "../network/rig-networks.ts";
import { type ContainerNetworkOptions, type ContainerNetworks, noNetwork } from "./container-networks.ts";

/** Containers that the engine gives no network: a hub links each to the networks of its rig when it has started. */
export class HubNetworks extends InHub implements ContainerNetworks {
  readonly #engine: Engine;
  readonly #rig: Rig;

  constructor(hub: Hub, engine: Engine, rig: Rig) {
    super(hub);
    this.#engine = engine;
    this.#rig = rig;
  }

  optionsOf(machine: MachineSpec): ContainerNetworkOptions {
    // It waits for its default route, which is made last.
    const waits = portsOf(this.#rig, machine)[0]?.gateway !== undefined;
    return waits ? { ...noNetwork, env: ["DRILLBOOK_LINKS=own"] } : noNetwork;
  }

  join(): Promise<void> {
    return Promise.resolve();
  }

  async started(machine: MachineSpec, container: Container): Promise<void> {
    const ports = portsOf(this.#rig, machine);
    if (ports.length === 0) return;
    const { State } = await withDeadline(`GET /containers/${machine.name}/json`, container.inspect());
    const namespace = namespaceOf(processesFolderOf(this.#engine), State.Pid, container.id);
    if (typeof namespace === "string") {
      throw new MachineError(`${machine.name}: it cannot be linked to the networks of its rig`, {
        expected: "a process of this host that is the container's first",
        got: namespace,
        next: "DRILLBOOK_NETWORKS=engine uses the container engine's networks instead: one rig at a time",
      });
    }
    await this.hub.plug(namespace, ports);
  }
}

/**
 * The network namespace of the process that the engine calls the container's first; or why it is not taken. A process
 * number may be that of another host, or be used again.
 */
export const namespaceOf = (
  processes: string | undefined,
  pid: number,
  containerId: string,
): NamespaceRef | string => {
  if (processes === undefined) return "the engine's processes are not this host's";
  if (pid === 0) return "the container has ended";
  const folder = join(processes, String(pid));
  const path = join(folder, "ns", "net");
  try {
    // In this order: the process may end, and its number be used again, only before its control group is read.
    const { ino: inode } = statSync(path);
    if (readlinkSync(path) === readlinkSync("/proc/self/ns/net"))
      return `process ${pid} is in this host's network`;
    const isOurs = readFileSync(join(folder, "cgroup"), "utf8").includes(containerId);
    return isOurs ? { path, inode } : `process ${pid} is another one than the container's`;
  } catch (error) {
    return (error as Error).message;
  }
};
