import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { orInterrupted } from "#harness/drill/clock.ts";
import { MachineError } from "#harness/errors.ts";
import type { RunningRig } from "#harness/machines/rig-host.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import { timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import type { Measurement } from "./measurement.ts";
import { plainScript } from "./plain-script.ts";
import { drillAgainstScript, endsLosses, runToLastCheck } from "./run-to-last-check.ts";

const deployMs = 60_000;

/** Waits for the agent, whose unit is active a moment before it listens. */
const untilAgentListens =
  "until curl --silent --output /dev/null --cacert /etc/ssl/metacircular/ca.pem https://198.51.100.10:9444/v1/health; do sleep 0.05; done";

const run = async (rig: RunningRig, machine: string, script: string): Promise<string> => {
  const seen = await rig.machines.get(machine)?.exec({ script, timeoutMs: deployMs });
  if (seen?.exitCode === 0) return seen.stdout;
  throw new MachineError(`${machine}: a command failed`, {
    command: script,
    got: `${seen?.stdout}${seen?.stderr}`,
  });
};

/** The memory of the machine's processes; shared memory is divided among them. */
const memoryMb = async (rig: RunningRig): Promise<number> => {
  // A process may end during the read.
  const script = "cat /proc/[0-9]*/smaps_rollup 2>/dev/null | awk '/^Pss:/ { sum += $2 } END { print sum }'";
  const sum = Number(await run(rig, "rift", script));
  if (!(sum > 0)) throw new MachineError("rift: no process says how much memory it has");
  return sum / 1024;
};

/** The start of twelve services, stage by stage until healthy, on new machines. */
const deployments = async (bench: Bench): Promise<Measurement[]> => {
  const { rig } = await loadOwnScenario("cold-reboot");
  await bench.images(rig);
  const [times, memory] = [[] as number[], [] as number[]];
  for (let turn = 0; turn < bench.turns(5); turn += 1) {
    const running = await bench.start("bench: platform", rig);
    try {
      await orInterrupted(run(running, "vade", untilAgentListens), bench.signal);
      const deploy = timed(() => run(running, "vade", "mcp deploy --all --direct"));
      times.push(await orInterrupted(deploy, bench.signal));
      memory.push(await memoryMb(running));
    } finally {
      await bench.stop(running);
    }
  }
  return [
    { what: "platform: twelve services, stage by stage", ours: times, limit: { kind: "ms", most: 3000 } },
    { what: "platform: memory of rift", ours: memory, limit: { kind: "MB", most: 2048 } },
  ];
};

const bootstrap = async (bench: Bench): Promise<Measurement[]> => {
  const scenario = await loadOwnScenario("bootstrap-from-zero");
  const images = await bench.images(scenario.rig);
  const { engine } = await bench.prepared();
  const script = join(bench.folder, "bootstrap.sh");
  writeFileSync(
    script,
    plainScript(scenario, "by-stage", ({ name }) => images.get(name) ?? ""),
  );
  const folders = ["--reports", bench.folder, "--runbooks", bench.folder];
  const drill = ["drill", scenario.id, "--json", ...folders];
  const ours = [process.execPath, join(repositoryRoot, "bin/drillbook.mjs"), ...drill] as const;
  const env = { DOCKER_HOST: engine.dockerHost };
  return drillAgainstScript("bootstrap", bench.turns(3), {
    ours: () => runToLastCheck(bench, ours, env, endsLosses),
    theirs: () => runToLastCheck(bench, ["bash", script], env, (line) => line === "last check done"),
  });
};

/** The whole platform of the incident on a container machine. */
export const platform: Benchmark = {
  name: "platform",
  about: "twelve services started in stages, their memory, and the drill that starts them against a script",
  run: async (bench) => [...(await deployments(bench)), ...(await bootstrap(bench))],
};
