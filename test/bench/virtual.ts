import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { MachineError } from "#harness/errors.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { ensureVmImage } from "#harness/machines/vm/image/index.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { VmMachine } from "#harness/machines/vm/vm-machine.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { ownContents } from "../own-machines.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import { repeat, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import type { Measurement } from "./measurement.ts";
import { median } from "./statistics.ts";

const forks = 40;
const singles = 9;
/** The pause between two commands, as in a drill; without a pause a processor is faster, an emulated one twice. */
const restMs = 10;

const twoMachines = (rig: Rig): Rig => {
  const [first] = rig.machines;
  if (!first) throw new TypeError("the rig has no machine");
  const plain = { ...first, provision: [] };
  const second = { ...plain, name: "second", addresses: { lan: "192.0.2.77" } };
  return { ...rig, machines: [plain, second], setup: [], samples: [] };
};

const residentMb = (machine: Machine): number => {
  if (!(machine instanceof VmMachine)) throw new TypeError(`${machine.name} is no virtual machine`);
  const status = readFileSync(`/proc/${machine.qemu.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
};

/** The cost of one fork and exec in a shell of the guest: each after a pause, the median of some. */
const forkByBash = async (machine: Machine): Promise<number> => {
  const rest = `read -t ${restMs / 1000} -u 9`;
  const one = "from=$EPOCHREALTIME; /bin/true; echo $from $EPOCHREALTIME";
  const script = `bash -c 'exec 9<> <(:); for turn in $(seq ${singles}); do ${rest}; ${one}; done'`;
  const seen = await machine.exec({ script, timeoutMs: 60_000 });
  const tookMs = (line: string) => {
    const [from = "", to = ""] = line.split(" ");
    return (Number(to) - Number(from)) * 1000;
  };
  return median(seen.stdout.trim().split("\n").map(tookMs));
};

/** The same without pauses. */
const forksByBash = async (machine: Machine): Promise<number> => {
  const script = `bash -c 'from=$(date +%s%N); for turn in $(seq ${forks}); do /bin/true; done; echo $(($(date +%s%N) - from))'`;
  const seen = await machine.exec({ script, timeoutMs: 60_000 });
  return Number(seen.stdout) / 1e6 / forks;
};

const command = (machine: Machine): Promise<number> =>
  timed(async () => {
    const seen = await machine.exec({ script: "/bin/true", timeoutMs: 10_000 });
    if (seen.exitCode !== 0) throw new Error(`/bin/true ended with exit code ${seen.exitCode}`);
  });

/** Starts the rig, does the work and ends the rig; returns the duration of the start. */
export const started = async (
  host: RigHost,
  rig: Rig,
  from?: "ready",
  work: (machine: Machine) => Promise<void> = async () => {},
): Promise<number> => {
  const sinceMs = performance.now();
  const running = await host.start(rig, { label: "bench", keep: false, ...(from ? { from } : {}) });
  const tookMs = performance.now() - sinceMs;
  try {
    const [machine] = running.machines.values();
    if (machine) await work(machine);
  } finally {
    await running.stop();
  }
  return tookMs;
};

/**
 * A drill with one procedure, on virtual machines unless these `flags` say otherwise; returns its duration.
 * @throws MachineError when it is not verified
 */
export const drill = (
  bench: Bench,
  scenario: string,
  procedure: string,
  flags: readonly string[] = ["--on", "qemu"],
): Promise<number> =>
  timed(async () => {
    const args = ["drill", scenario, ...flags, "--procedure", procedure, "--json"];
    const folders = ["--reports", bench.folder, "--runbooks", bench.folder];
    const run = await execa(
      process.execPath,
      [join(repositoryRoot, "bin/drillbook.mjs"), ...args, ...folders],
      {
        stdin: "ignore",
        reject: false,
        cancelSignal: bench.signal,
        forceKillAfterDelay: 30_000,
      },
    );
    if (run.exitCode === 0) return;
    throw new MachineError("a drill was not verified", { got: run.stdout.split("\n").slice(-3).join("\n") });
  });

/** Every limit for virtual machines; on an emulated one a minute or two each. */
export const virtual: Benchmark = {
  name: "vm",
  about: "virtual machines: warm and cold starts, the channel, a reboot, their memory, a drill",
  run: async (bench) => {
    const { rig } = await loadOwnScenario("uid-change");
    const { onProgress } = bench;
    const drillUidChange = () => drill(bench, "uid-change", "rewrite-paths");
    // Makes the saved state with the platform up that everything warm starts from.
    await drillUidChange();
    const rows: Measurement[] = [];
    {
      await using host = vmRigHost({ contents: ownContents, setup: true, onProgress });
      const withPlatform: number[] = [];
      const [commands, forked]: [number[], number[]] = [[], []];
      const [commandsInRow, forkedInRow]: [number[], number[]] = [[], []];
      const memory: number[] = [];
      const ready = await repeat(bench.turns(9), () => started(host, rig, "ready"));
      await started(host, rig, "ready", async (machine) => {
        for (let turn = 0; turn < bench.turns(20); turn += 1) {
          forked.push(await forkByBash(machine));
          const rested: number[] = [];
          for (let single = 0; single < singles; single += 1) {
            await pause(restMs);
            rested.push(await command(machine));
          }
          commands.push(median(rested));
          forkedInRow.push(await forksByBash(machine));
          commandsInRow.push(median(await repeat(singles, () => command(machine))));
        }
        memory.push(residentMb(machine));
        withPlatform.push(await timed(() => machine.reboot()));
        memory.push(residentMb(machine));
      });
      const pair = twoMachines(rig);
      await host.prepare(pair, onProgress);
      await started(host, pair, undefined);
      const two = await repeat(bench.turns(9), () => started(host, pair, undefined));
      rows.push(
        { what: "VM warm, the platform up", ours: ready, limit: { kind: "ms", most: 700 } },
        { what: "two VMs warm", ours: two, limit: { kind: "ms", most: 1200 } },
        {
          what: "VM command, against bash in it",
          ours: commands,
          theirs: forked,
          limit: { kind: "ratio", most: 2 },
        },
        { what: "VM commands without a rest, against bash", ours: commandsInRow, theirs: forkedInRow },
        { what: "VM reboot, three containers running", ours: withPlatform },
        { what: "VM, QEMU's memory", ours: memory, limit: { kind: "MB", most: 1024 } },
      );
    }
    {
      await using host = vmRigHost({ contents: ownContents, setup: true, onProgress, cold: true });
      const plain = { ...rig, machines: rig.machines.map((machine) => ({ ...machine, provision: [] })) };
      const reboots: number[] = [];
      const cold = await repeat(bench.turns(3), () =>
        started(host, plain, undefined, async (machine) => {
          reboots.push(await timed(() => machine.reboot()));
        }),
      );
      rows.push(
        { what: "VM cold boot until running", ours: cold, limit: { kind: "ms", most: 10_000 } },
        { what: "VM reboot until running", ours: reboots, limit: { kind: "ms", most: 12_000 } },
      );
    }
    const drills = await repeat(bench.turns(3), drillUidChange);
    rows.push({
      what: "VM drill of uid-change, one procedure",
      ours: drills,
      limit: { kind: "ms", most: 90_000 },
    });
    return rows;
  },
};

/** Built from scratch, beside the existing one. */
export const virtualImage: Benchmark = {
  name: "vm-image",
  about: "the image of virtual machines, built from nothing",
  run: async (bench) => {
    const before = process.env["DRILLBOOK_CACHE"];
    const cache = join(bench.folder, "cache");
    process.env["DRILLBOOK_CACHE"] = cache;
    try {
      const { onProgress, signal } = bench;
      const built = await timed(() => ensureVmImage(ownContents, { setup: true, onProgress, signal }));
      const found = await timed(() => ensureVmImage(ownContents, { setup: true, onProgress, signal }));
      return [
        { what: "VM image, built", ours: [built], limit: { kind: "ms", most: 120_000 } },
        { what: "VM image, found up to date", ours: [found], limit: { kind: "ms", most: 500 } },
      ];
    } finally {
      if (before === undefined) delete process.env["DRILLBOOK_CACHE"];
      else process.env["DRILLBOOK_CACHE"] = before;
      rmSync(cache, { recursive: true, force: true });
    }
  },
};
