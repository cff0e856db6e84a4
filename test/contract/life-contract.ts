import { expect, test } from "vitest";
import { MachineError } from "#harness/errors.ts";
import { eventually, type Subject } from "./contract-rig.ts";

/** Differs after every boot: the start of process 1, or the kernel's boot id where the kernel is the machine's own. */
const bootMark = "cut -d' ' -f22 /proc/1/stat; cat /proc/sys/kernel/random/boot_id";

/** The pattern does not match its own text. */
const marked = "grep -slaz '98765[.]5' /proc/[0-9]*/cmdline";
const interfaces = "/usr/local/bin/node -p 'JSON.stringify(os.networkInterfaces())'";

/** How a machine goes down, comes up, and loses its networks. */
export const lifeContract = (subject: () => Subject): void => {
  const out: Subject["out"] = (script, more) => subject().out(script, more);

  test("a machine says what it is and what it can do", () => {
    const { machine, host } = subject();
    expect(machine.name).toBe("one");
    expect(machine.kind).toBe(host.kind);
    expect(["own", "host", "none"]).toContain(machine.fidelity.kernel);
    expect(["real", "simulated"]).toContain(machine.fidelity.reboot);
    expect(["real", "simulated"]).toContain(machine.fidelity.powerLoss);
    expect(typeof machine.capabilities.snapshots).toBe("boolean");
    expect(typeof machine.capabilities.clock).toBe("boolean");
  });

  test.each(["reboot", "powerLoss"] as const)(
    "%s: a new boot, the disk kept, /run and processes gone",
    async (way) => {
      const { machine } = subject();
      await out("mkdir -p /srv/contract; date +%N > /srv/contract/kept; sync; echo x > /run/contract-gone");
      await out("setsid sleep 98765.5 > /dev/null 2>&1 &");
      await eventually("the process runs", async () => (await subject().run(marked)).exitCode === 0);
      const before = { boot: await out(bootMark), kept: await out("cat /srv/contract/kept") };
      await machine[way]();
      expect(await out("cat /srv/contract/kept")).toBe(before.kept);
      expect(await out(bootMark)).not.toBe(before.boot);
      expect((await subject().run("cat /run/contract-gone")).exitCode).toBe(1);
      expect((await subject().run(marked)).stdout).toBe("");
    },
  );

  test("a command that is under way when the power goes is a MachineError", async () => {
    const { machine } = subject();
    const under = subject().run("sleep 30", { timeoutMs: 60_000 });
    const ended = expect(under).rejects.toThrow(MachineError);
    await machine.powerLoss();
    await ended;
    expect(await out("echo back")).toBe("back");
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
