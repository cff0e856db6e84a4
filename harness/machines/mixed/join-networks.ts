import { join } from "node:path";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { ContainerRig } from "../container/container-rig.ts";
import type { Engine } from "../engine/engine.ts";
import { identityOf } from "../identity.ts";
import { captureEngineNetwork, joinEngineNetwork, watchEngineNetwork } from "../network/engine-network.ts";
import type { VmRig } from "../vm/vm-rig.ts";

/** The machines of one rig, by kind. */
export type Halves = { readonly containers: ContainerRig; readonly vms: VmRig };

type JoinOptions = {
  readonly engine: Engine;
  readonly rig: Rig;
  /** The virtual machines of the rig. */
  readonly virtual: readonly MachineSpec[];
  readonly captureDir: string | undefined;
  /** Called with each object that must be disposed before the machines are removed. */
  readonly onOpen: (opened: AsyncDisposable) => void;
};

/** Joins each network that has machines of both kinds, and captures each network of the rig, when that is asked for. */
export const joinNetworks = async ({ containers, vms }: Halves, options: JoinOptions): Promise<void> => {
  const { engine, rig, captureDir, onOpen } = options;
  const ownMacs = new Set(
    options.virtual.flatMap((machine) => identityOf(rig, machine).nics.map(({ mac }) => mac)),
  );
  for (const { name } of rig.networks) {
    const [bridge, opened] = [containers.engineNetwork(name), vms.network(name)];
    const file = captureDir === undefined ? undefined : join(captureDir, `${name}.pcap`);
    const writer = file === undefined ? undefined : opened?.capture(file);
    if (bridge === undefined) continue;
    if (opened === undefined) {
      if (file !== undefined) onOpen(await captureEngineNetwork(engine, bridge, file));
      continue;
    }
    if (writer !== undefined) {
      // Each frame is captured on the side that it comes from: neither side sees all.
      const watching = watchEngineNetwork(engine, bridge, (frame, atMs) => {
        if (!ownMacs.has(senderOf(frame))) writer.write(frame, atMs);
      });
      onOpen(await watching);
    }
    onOpen(await joinEngineNetwork(engine, bridge, opened, { captured: false }));
  }
};

const senderOf = (frame: Buffer): string => (frame.toString("hex", 6, 12).match(/../g) ?? []).join(":");
