import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually, Subject } from "#harness/contract/contract-rig.ts";
import { assumeIdleHost } from "#harness/machines/host-load.ts";
import type { GuestProcess } from "#harness/machines/own-kernel/guest-process.ts";
import type { OwnKernelMachine } from "#harness/machines/own-kernel/own-kernel-machine.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { vmRig as rig } from "./vm-rig.ts";

/** What one kind does in another way. */
export type OwnKernelWays<Live> = {
  /** What the kernel says of the interface of a network that is cut off. */
  readonly cut: { readonly operstate: "down" | "dormant"; readonly carrier: "0" | "1" };
  /** What runs the kernel, in messages. */
  readonly program: string;
  /** What a guest that hangs is made to print. */
  readonly hanging: RegExp;
  /** Cuts the power by the end of the kernel's process. */
  readonly pullPlug: (machine: Live) => Promise<void>;
};

/** What every machine with a kernel of its own does that another cannot: its clock, its disk, its links, its ends. */
export const ownKernelContract = <Live extends OwnKernelMachine<GuestProcess>>(
  name: string,
  makeHost: () => RigHost,
  ways: OwnKernelWays<Live>,
): void => {
  describe(`a ${name} machine with a kernel of its own`, () => {
    let host: RigHost;
    let subject: Subject;
    let machine: Live;

    const start = async () => {
      subject = new Subject(host, await host.start(rig, { label: `${name} contract`, keep: false }));
      machine = subject.machine as Live;
    };
    const startAgain = async () => {
      await subject.rig.stop();
      await start();
    };
    const out = (script: string) => subject.out(script);
    const two = async (script: string) =>
      (await subject.rig.machines.get("two")?.exec({ script, timeoutMs: 20_000 }))?.stdout.trim();

    beforeAll(async () => {
      host = makeHost();
      await host.prepare(rig, (line) => process.stdout.write(`${line}\n`));
      await start();
    });
    afterAll(() => host[Symbol.asyncDispose]());

    test("each machine has the time, and its own name, machine-id and hardware address", async () => {
      const sinceMs = Date.now();
      const nowMs = Number(await out("date +%s%3N"));
      expect(nowMs).toBeGreaterThan(sinceMs - 1000);
      expect(nowMs).toBeLessThan(Date.now() + 1000);
      const script = "hostname; cat /etc/machine-id; cat /sys/class/net/eth0/address";
      const [one, other] = [(await out(script)).split("\n"), (await two(script))?.split("\n") ?? []];
      expect([one[0], other[0]]).toEqual(["one", "two"]);
      expect(one[1]).toMatch(/^[0-9a-f]{32}$/);
      for (const part of [1, 2]) expect(one[part]).not.toBe(other[part]);
    });

    test("machines of one network reach each other, and nothing else", async () => {
      expect(await two("ping -c 1 -W 2 192.0.2.10 >/dev/null && echo yes")).toBe("yes");
      expect(await out("ip route show default")).toMatch(/^default via 192\.0\.2\.254 dev eth0/);
    });

    test("the clock moves forward and back", async () => {
      const away = async () => Math.abs(Math.round((Number(await out("date +%s")) - Date.now() / 1000) / 60));
      await machine.moveClock(2 * 3_600_000);
      expect(await away()).toBe(120);
      await machine.moveClock(-3 * 3_600_000);
      expect(await away()).toBe(60);
      await machine.moveClock(3_600_000);
      expect(await away()).toBe(0);
    });

    test("a full disk takes no byte of anybody, and works again", async () => {
      await machine.setDisk("full");
      const full = await subject.run("cp /etc/hostname /srv/one-more");
      expect(full.stderr).toMatch(/No space left on device/);
      await machine.setDisk("works");
      expect(await out("echo x >/srv/one-more && cat /srv/one-more")).toBe("x");
    });

    test("a read-only disk can be read, and works again", async () => {
      await machine.setDisk("read-only");
      expect((await subject.run("echo x >/srv/read-only")).stderr).toMatch(/Read-only file system/);
      expect(await out("cat /etc/hostname")).toBe("one");
      await machine.setDisk("works");
      expect(await out("echo x >/srv/read-only && cat /srv/read-only")).toBe("x");
    });

    test("a link can be slow and lose packets, and be as before", async () => {
      // The shortest of five, without the delay of a busy host.
      const roundTrip = async () =>
        Number(/= ([\d.]+)\/[\d.]+\//.exec(await out("ping -q -c 5 -i 0.2 -W 5 192.0.2.20"))?.[1]);
      expect(await roundTrip()).toBeLessThan(500);
      await machine.setLink("lan", { delayMs: 1000, lossPercent: 0 });
      expect(await roundTrip()).toBeGreaterThan(500);
      await machine.setLink("lan", { delayMs: 0, lossPercent: 100 });
      expect((await subject.run("ping -q -c 2 -W 1 192.0.2.20")).exitCode).toBe(1);
      await machine.setLink("lan", { delayMs: 0, lossPercent: 0 });
      expect(await roundTrip()).toBeLessThan(500);
    });

    test("a cut link shows in the machine, and the other one is not reached", async () => {
      const link = async () => (await out("cd /sys/class/net/eth0; cat operstate carrier")).split("\n");
      await machine.cutNetwork("lan");
      await eventually("the interface does not run", async () => (await link())[0] === ways.cut.operstate);
      expect((await link())[1]).toBe(ways.cut.carrier);
      expect((await subject.run("ping -q -c 1 -W 1 192.0.2.20")).exitCode).not.toBe(0);
      await machine.healNetwork("lan");
      await eventually(
        "reached",
        async () => (await subject.run("ping -c 1 -W 1 192.0.2.20")).exitCode === 0,
      );
      expect(await link()).toEqual(["up", "1"]);
    });

    test("writes to a failing disk fail; after the plug was pulled what was synced is there, and the disk is whole", async () => {
      await out("echo kept >/srv/plug-synced; sync");
      await machine.setDisk("failing");
      const seen = await subject.run("dd if=/dev/zero of=/srv/failing bs=1M count=8 oflag=direct");
      expect(seen.exitCode).not.toBe(0);
      await eventually("the kernel says so", async () =>
        /I\/O error/.test((await subject.run("dmesg")).stdout),
      );
      await ways.pullPlug(machine);
      expect(await out("cat /srv/plug-synced")).toBe("kept");
      expect(await out("findmnt --noheadings --output OPTIONS /")).toMatch(/^rw/);
      expect(await out("echo x >/srv/failing-no-more && cat /srv/failing-no-more")).toBe("x");
    });

    test("a guest that panics ends what is under way, with the console's last lines", async () => {
      const under = subject.run(
        "echo 1 >/proc/sys/kernel/panic_on_oops; sleep 0.5; echo c >/proc/sysrq-trigger; sleep 30",
        { timeoutMs: 40_000 },
      );
      await expect(under).rejects.toMatchObject({
        message: "one: the guest's kernel panicked",
        facts: { got: expect.stringMatching(/Kernel panic - not syncing/) },
      });
      await startAgain();
    });

    test("a guest that hangs is ended, and the console's last lines are told", async () => {
      await out("(sleep 0.3; pkill -STOP --full agent.mjs) >/dev/null 2>&1 &");
      // It waits for the limits of an answer, which are many times as long where other tests run.
      const asItIs = assumeIdleHost();
      onTestFinished(asItIs);
      await eventually("silence", async () => {
        const asked = subject.run("true", { timeoutMs: 100 }).then(
          () => undefined,
          (error: Error) => error,
        );
        const said = await asked;
        if (said === undefined) return false;
        expect(said).toMatchObject({
          message: "one: the machine hangs",
          facts: { got: expect.stringMatching(ways.hanging) },
        });
        return true;
      });
      asItIs();
      await startAgain();
    });

    test(`${ways.program} that is killed from outside is said, and nothing of it is left`, async () => {
      const pid = machine.identity?.pid ?? 0;
      const under = subject.run("sleep 30", { timeoutMs: 40_000 });
      const said = expect(under).rejects.toMatchObject({
        message: "one: the machine has ended",
        facts: { got: expect.stringContaining(`${ways.program} ended by SIGKILL`) },
      });
      process.kill(pid, "SIGKILL");
      await said;
      await subject.rig.stop();
      expect(existsSync(`/proc/${pid}`)).toBe(false);
    });
  });
};
