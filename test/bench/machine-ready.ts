import { randomBytes } from "node:crypto";
import { Wait } from "testcontainers";
import { EngineNetworks } from "#harness/machines/container/engine-networks.ts";
import { runtimeClient, SystemdContainer } from "#harness/machines/container/systemd-container.ts";
import { removeRig } from "#harness/machines/engine/remove-rig.ts";
import { alternate, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";

/** Networks, start, readiness, and the first answer of the agent. */
const ours = async (bench: Bench): Promise<number> => {
  const { spec } = await bench.prepared();
  const sinceMs = performance.now();
  const rig = await bench.start("bench: machine");
  await rig.machines.get(spec.name)?.exec({ script: "/bin/true", timeoutMs: 10_000 });
  const tookMs = performance.now() - sinceMs;
  await bench.stop(rig);
  return tookMs;
};

/** The same image, options and networks, with testcontainers' wait strategy for this: a command that must succeed. */
const theirs = async (bench: Bench): Promise<number> => {
  const { engine, scenario, spec, image } = await bench.prepared();
  const labels = { label: "bench: testcontainers", rig: randomBytes(4).toString("hex"), kept: false };
  try {
    return await timed(async () => {
      const client = await runtimeClient(engine);
      const networks = await EngineNetworks.create({
        engine,
        rig: scenario.rig,
        machines: [spec],
        labels,
        create: (options) => client.network.create(options),
      });
      const container = new SystemdContainer({
        engine,
        image,
        machine: spec,
        networks,
        rig: labels,
        untilReady: async () => {},
      });
      await container
        .withWaitStrategy(Wait.forSuccessfulCommand("systemctl is-system-running"))
        .withStartupTimeout(60_000)
        .start();
    });
  } finally {
    await removeRig(engine.docker, labels.rig);
  }
};

export const machineReady: Benchmark = {
  name: "machine",
  about: "a machine from nothing to ready, against testcontainers alone",
  run: async (bench) => {
    // The first run of each loads code.
    await alternate(
      1,
      () => ours(bench),
      () => theirs(bench),
    );
    const measured = await alternate(
      bench.turns(7),
      () => ours(bench),
      () => theirs(bench),
    );
    return [
      { what: "machine ready, against testcontainers", ...measured, limit: { kind: "ratio", most: 1 } },
    ];
  },
};
