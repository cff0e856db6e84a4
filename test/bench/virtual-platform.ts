import { MachineError } from "#harness/errors.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RunningRig } from "#harness/machines/rig-host.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { everyService } from "#twin/metacircular/index.ts";
import { ownContents } from "../own-machines.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import { timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";
import { drill } from "./virtual.ts";

const scenarioId = "cold-reboot";
const caFile = "/etc/ssl/metacircular/ca.pem";

const machineOf = (rig: RunningRig, name: string): Machine => {
  const machine = rig.machines.get(name);
  if (machine) return machine;
  throw new MachineError(`the rig has no machine ${name}`);
};

/** Asks all twelve in parallel, once the machines are up. @throws MachineError when one is not healthy */
const assertHealthy = async (rig: RunningRig): Promise<void> => {
  const rift = machineOf(rig, "rift");
  await Promise.all(
    everyService().map(async ({ name, component }) => {
      const url = component.healthUrl;
      const { status, body } = await rift.observe({
        kind: "http",
        url,
        method: "GET",
        caFile,
        timeoutMs: 5000,
      });
      if (status !== 200) throw new MachineError(`${name} is not healthy`, { got: body });
    }),
  );
};

const memoryMb = async (machine: Machine): Promise<number> => {
  const script = "awk '/^MemTotal:/ { all = $2 } /^MemAvailable:/ { print all - $2 }' /proc/meminfo";
  const { stdout } = await machine.exec({ script, timeoutMs: 10_000 });
  return Number(stdout) / 1024;
};

/** The whole platform on virtual machines, from the saved state of drills. */
export const virtualPlatform: Benchmark = {
  name: "vm-platform",
  about: "virtual machines with the whole platform: warm and all healthy, and what the guest needs",
  run: async (bench) => {
    const { rig } = await loadOwnScenario(scenarioId);
    // Makes the saved state.
    await drill(bench, scenarioId, "agent-recover");
    await using host = vmRigHost({ contents: ownContents, setup: true, onProgress: bench.onProgress });
    const [times, memory]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < bench.turns(5); turn += 1) {
      let running: RunningRig | undefined;
      try {
        const up = await timed(async () => {
          running = await host.start(rig, { label: "bench", keep: false, from: "ready" });
          await assertHealthy(running);
        });
        times.push(up);
        if (running) memory.push(await memoryMb(machineOf(running, "rift")));
      } finally {
        await running?.stop();
      }
    }
    return [
      { what: "VMs warm, twelve services healthy", ours: times, limit: { kind: "ms", most: 2000 } },
      { what: "VM memory of rift, in the guest", ours: memory, limit: { kind: "MB", most: 2048 } },
    ];
  },
};
