import { timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";

/** The life of a machine after its start; without limits. */
export const machineLife: Benchmark = {
  name: "life",
  about: "reboot, power loss, and the end of a rig",
  run: async (bench) => {
    const [reboots, losses, stops] = [[] as number[], [] as number[], [] as number[]];
    for (let turn = 0; turn < bench.turns(3); turn += 1) {
      await bench.onMachine("bench: life", async (machine, rig) => {
        reboots.push(await timed(() => machine.reboot()));
        losses.push(await timed(() => machine.powerLoss()));
        stops.push(await timed(() => bench.stop(rig)));
      });
    }
    return [
      { what: "reboot until running", ours: reboots },
      { what: "power loss until running", ours: losses },
      { what: "rig stop, with its networks", ours: stops },
    ];
  },
};
