import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import type { Sample, Sampling } from "../machines/machine.ts";
import type { SampledProbe } from "../scenario/probe.ts";
import { eventually, type Subject } from "./contract-rig.ts";
import { offGrid, until } from "./grid.ts";
import { home, question, serve } from "./probe-contract.ts";
import { timed } from "./shortest.ts";

/** Differs after every boot: the start of process 1, or the kernel's boot id where the kernel is the machine's own. */
const bootMark = "cut -d' ' -f22 /proc/1/stat; cat /proc/sys/kernel/random/boot_id";

/** The pattern does not match its own text. */
const marked = "grep -slaz '98765[.]5' /proc/[0-9]*/cmdline";
const interfaces = "/usr/local/bin/node -p 'JSON.stringify(os.networkInterfaces())'";

/** The contract of reboots, power loss and networks. */
export const lifeContract = (subject: () => Subject): void => {
  const out: Subject["out"] = (script, more) => subject().out(script, more);

  test("a machine names its kind and what in it is real", () => {
    const { machine, host } = subject();
    expect(machine.name).toBe("one");
    expect(machine.kind).toBe(host.kind);
    expect(["own", "host", "none"]).toContain(machine.fidelity.kernel);
    expect(["real", "simulated"]).toContain(machine.fidelity.reboot);
    expect(["real", "simulated"]).toContain(machine.fidelity.powerLoss);
  });

  /** Files that a boot must keep, and files that it must remove. */
  const leaveTraces = async () => {
    await out("mkdir -p /srv/contract; date +%N > /srv/contract/kept; sync; echo x > /run/contract-gone");
    await out("setsid sleep 98765.5 > /dev/null 2>&1 &");
    await eventually("the process runs", async () => (await subject().run(marked)).exitCode === 0);
    return { boot: await out(bootMark), kept: await out("cat /srv/contract/kept") };
  };

  const isAnotherBoot = async (before: Awaited<ReturnType<typeof leaveTraces>>) => {
    expect(await out("cat /srv/contract/kept")).toBe(before.kept);
    expect(await out(bootMark)).not.toBe(before.boot);
    expect((await subject().run("cat /run/contract-gone")).exitCode).toBe(1);
    expect((await subject().run(marked)).stdout).toBe("");
  };

  describe("a reboot of a machine that is sampled", () => {
    let intervalMs: number;
    const probes: readonly SampledProbe[] = [
      { id: "dns", kind: "dns", ...question },
      { id: "http", kind: "http", url: home, method: "GET", timeoutMs: 5000 },
    ];
    const samples: Sample[] = [];
    let first: readonly Sample[];
    let sampling: Sampling;
    let before: Awaited<ReturnType<typeof leaveTraces>>;
    let startMs: number;
    let slackMs: number;
    let askedMs: number;
    let rebootedMs: number;

    beforeAll(async () => {
      const { machine } = subject();
      // An emulated processor may take longer than 100 ms for both probes.
      intervalMs = machine.sampleIntervalMs;
      before = await leaveTraces();
      await serve({ machine, out });
      // A machine's clock is known to half of the time that its fastest answer took: less than a command takes, before
      // or after them.
      slackMs = await timed(() => out("true"));
      startMs = Date.now();
      sampling = await machine.sample(probes, intervalMs, (sample) => samples.push(sample));
      slackMs = Math.max(slackMs, await timed(() => out("true")));
      await until(() => probes.every(({ id }) => samples.filter((sample) => sample.id === id).length >= 10));
      first = samples.slice();
      askedMs = Date.now();
      await machine.reboot();
      rebootedMs = Date.now();
    });
    afterAll(() => sampling.stop());

    test("it is a new boot, the disk kept, /run and processes gone", async () => {
      await isAnotherBoot(before);
      if (subject().machine.fidelity.kernel !== "own") return;
      const uptimeS = Number((await out("cat /proc/uptime")).split(" ")[0]);
      expect(uptimeS).toBeLessThan((Date.now() - askedMs) / 1000);
    });

    test("each sample has its moment, and its answer", () => {
      for (const { id, kind } of probes) {
        const own = first.filter((sample) => sample.id === id);
        const sentMs = own.map(({ atMs }) => atMs);
        expect(sentMs.every((atMs) => atMs <= askedMs + slackMs)).toBe(true);
        expect(offGrid(sentMs, { startMs, intervalMs, slackMs })).toBeUndefined();
        expect(own.map(({ observation }) => observation)).toMatchObject(
          own.map(() => ({ kind, outcome: "answered" })),
        );
      }
    });

    test("sampling goes on until it is stopped", async () => {
      await eventually("samples after the reboot", () => samples.some(({ atMs }) => atMs > rebootedMs));
      const dns = samples.filter(({ id }) => id === "dns").map(({ atMs }) => atMs);
      expect(dns).toEqual(dns.toSorted((a, b) => a - b));
      await sampling.stop();
      const taken = samples.length;
      await pause(3 * intervalMs);
      expect(samples).toHaveLength(taken);
      await sampling.stop();
    });
  });

  test("power loss: a new boot, the disk kept and whole, and what was under way is a MachineError", async () => {
    const before = await leaveTraces();
    const under = subject().run("sleep 30", { timeoutMs: 60_000 });
    const ended = expect(under).rejects.toThrow(MachineError);
    await subject().machine.powerLoss();
    await ended;
    await isAnotherBoot(before);
    expect(await out("findmnt --noheadings --output OPTIONS /")).toMatch(/^rw/);
  });

  test("a network can be cut and healed while the other stays", async () => {
    const { machine, rig } = subject();
    const address = (network: string) => rig.resolveAddress({ kind: "address", machine: "one", network });
    const isUp = async (network: string) => (await out(interfaces)).includes(`"${address(network)}"`);
    expect([await isUp("lan"), await isUp("tailnet")]).toEqual([true, true]);
    await machine.cutNetwork("tailnet");
    await eventually("the tailnet is gone", async () => !(await isUp("tailnet")));
    expect(await isUp("lan")).toBe(true);
    await machine.healNetwork("tailnet");
    await eventually("the tailnet is back", () => isUp("tailnet"));
  });

  test("a network that the machine is not in is a MachineError that names it", async () => {
    const cut = subject().machine.cutNetwork("no-such-network");
    await expect(cut).rejects.toThrow(MachineError);
    await expect(cut).rejects.toThrow("no-such-network");
  });

  test("there are logs", async () => {
    expect((await subject().machine.logs()).trim()).not.toBe("");
  });

  test("a rig can be stopped twice, and its machine is gone then", async () => {
    const { rig, machine } = subject();
    await rig.stop();
    await rig.stop();
    await expect(machine.exec({ script: "true", timeoutMs: 1000 })).rejects.toThrow(MachineError);
  });
};
