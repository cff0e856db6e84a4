import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { networksOf } from "../addresses.ts";
import type { Engine } from "../engine/engine.ts";
import type { Need } from "../host/claim-room.ts";

/** Of a machine with systemd and its own containers, in MB; what it runs is not known before. */
const containerMb = 350;

/** What container machines need of their host: memory and, in an engine's networks, addresses that no other rig there has. */
export const needOfContainers = (
  engine: Pick<Engine, "name" | "dockerHost">,
  rig: Pick<Rig, "networks">,
  {
    label,
    machines,
    ownNetworks,
  }: { readonly label: string; readonly machines: readonly MachineSpec[]; readonly ownNetworks: boolean },
): Need => ({
  label,
  kinds: ["container"],
  machines: machines.length,
  memoryMb: machines.length * containerMb,
  containersMb: machines.length * containerMb,
  diskMb: 0,
  diskFolder: "",
  ...(ownNetworks
    ? {}
    : {
        networks: {
          engine: `${engine.name} at ${engine.dockerHost}`,
          subnets: networksOf(rig, machines).map(({ subnet }) => subnet),
        },
      }),
});
