import { expect, test } from "vitest";
import { InterruptedError, MachineError } from "#harness/errors.ts";
import { Command } from "#harness/probes/command/value.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { address } from "#harness/scenario/text.ts";
import { type ScriptedMachine, scriptedRigHost } from "./rig-host.ts";

const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: [
    {
      name: "rift",
      addresses: { lan: "192.0.2.10" },
      users: ["mcp"],
      provision: [
        {
          kind: "put",
          machine: "rift",
          path: "/srv/conf",
          content: ["listen ", address("rift", "lan")],
          mode: "0600",
          owner: "mcp:mcp",
        },
        new Command({ machine: "rift", user: "root", script: ["useradd mcp"] }),
      ],
    },
  ],
  setup: [],
  samples: [],
};
const options = { label: "test", keep: false };
const useradd = { rules: [{ match: "useradd mcp", answer: {} }] };

test("a rig has its machines, provisioned, with the addresses that it names", async () => {
  await using host = scriptedRigHost({ machines: { rift: useradd } });
  await host.prepare(rig, () => {});
  const running = await host.start(rig, options);
  const machine = running.machines.get("rift") as ScriptedMachine;
  expect(machine.state.files.get("/srv/conf")).toMatchObject({
    data: Buffer.from("listen 192.0.2.10"),
    mode: "0600",
    owner: "mcp:mcp",
  });
  expect(machine.state.users).toEqual(new Set(["root", "mcp"]));
  expect(() => running.resolveAddress(address("rift", "tailnet"))).toThrow(
    'rift has no address in the network "tailnet"',
  );
  await machine.cutNetwork("lan");
  expect(machine.state.cut).toEqual(new Set(["lan"]));
  await running.stop();
  await running.stop();
  await expect(machine.logs()).resolves.toContain("boot 1");
  await expect(machine.exec({ script: "useradd mcp", timeoutMs: 1 })).rejects.toThrow(MachineError);
});

test("provisioning that fails leaves nothing running", async () => {
  const machines: ScriptedMachine[] = [];
  const host = scriptedRigHost({
    machines: { rift: { rules: [{ match: /useradd/, answer: { exitCode: 9 } }] } },
    onMachine: (machine) => machines.push(machine),
  });
  await expect(host.start(rig, options)).rejects.toMatchObject({
    message: "the provisioning of rift failed",
    facts: { command: "as root: useradd mcp" },
  });
  await expect(machines[0]?.readFile("/srv/conf")).rejects.toThrow(MachineError);
});

test("every stage can be made to fail, or be interrupted", async () => {
  const failure = new MachineError("the engine is gone");
  const failing = (stage: "prepare" | "start" | "stop") =>
    scriptedRigHost({ machines: { rift: useradd }, fail: { [stage]: failure } });
  await expect(failing("prepare").prepare(rig, () => {})).rejects.toBe(failure);
  await expect(failing("start").start(rig, options)).rejects.toBe(failure);
  await expect((await failing("stop").start(rig, options)).stop()).rejects.toBe(failure);
  const signal = AbortSignal.abort();
  await expect(scriptedRigHost().start(rig, { ...options, signal })).rejects.toThrow(InterruptedError);
});
