import { orInterrupted } from "#harness/drill/clock.ts";
import { MachineError } from "#harness/errors.ts";
import type { Machine } from "#harness/machines/machine.ts";
import { agentUnitMatrix } from "#twin/metacircular/agent-unit/index.ts";
import { countAnswers, type UnitTable } from "#twin/unit-matrix/answers.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import { timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";

const leastAnswers = 40;
const mostMs = 60_000;

const run = async (machine: Machine, script: string): Promise<string> => {
  const seen = await machine.exec({ script, timeoutMs: 5 * mostMs });
  if (seen.exitCode === 0) return seen.stdout;
  throw new MachineError(`${machine.name}: a command failed`, {
    command: script,
    got: `${seen.stdout}${seen.stderr}`,
  });
};

/** Every setting of the agent's unit, asked on a machine that was just started, with the reboot between its rounds. */
export const agentUnit: Benchmark = {
  name: "agent-unit",
  about: "the matrix of the agent's unit: which setting breaks rootless podman",
  run: async (bench) => {
    const { rig } = await loadOwnScenario("agent-unit");
    const { matrix } = agentUnitMatrix;
    await bench.images(rig);
    const times: number[] = [];
    for (let turn = 0; turn < bench.turns(1); turn += 1) {
      const running = await bench.start("bench: agent-unit", rig);
      try {
        const machine = running.machines.get(matrix.machine);
        if (!machine) throw new TypeError(`the rig has no machine "${matrix.machine}"`);
        const whole = timed(async () => {
          await run(machine, `unit-matrix ask ${matrix.id} 1`);
          await machine.reboot();
          await run(machine, `unit-matrix ask ${matrix.id} 2`);
        });
        times.push(await orInterrupted(whole, bench.signal));
        const table = JSON.parse(await run(machine, `unit-matrix answers ${matrix.id}`)) as UnitTable;
        const { given, notAsked } = countAnswers(table);
        bench.onProgress(
          `${table.rows.length} versions of the unit, ${given} answers, ${notAsked} not asked`,
        );
        if (given < leastAnswers) throw new MachineError(`the matrix has ${given} answers only`);
      } finally {
        await bench.stop(running);
      }
    }
    return [{ what: "matrix of the agent's unit", ours: times, limit: { kind: "ms", most: mostMs } }];
  },
};
