import { expect, test, vi } from "vitest";
import { MachineError } from "#harness/errors.ts";
import type { Sample } from "#harness/machines/machine.ts";
import { ScriptedMachine } from "./machine.ts";
import type { ScriptedMachineOptions } from "./options.ts";

const dns = {
  name: "svc.example",
  type: "A",
  server: "192.0.2.10",
  port: 53,
  protocol: "udp",
  timeoutMs: 500,
} as const;
const http = { url: "http://192.0.2.10/", method: "GET", timeoutMs: 500 };
const run = (machine: ScriptedMachine, script: string) => machine.exec({ script, timeoutMs: 1000 });
const make = (options: ScriptedMachineOptions = {}) => new ScriptedMachine("rift", options);

test("the first rule that matches answers, and every command is remembered", async () => {
  const machine = make({
    rules: [
      { match: "id mcp", answer: { stdout: "uid=995(mcp)\n" } },
      { match: /^podman/, answer: { exitCode: 125, stderr: "Error\n" } },
      { match: ({ user }) => user === "mcp", answer: { signal: "SIGKILL", timedOut: true } },
    ],
    users: ["mcp"],
  });
  expect(await run(machine, "id mcp")).toMatchObject({
    kind: "command",
    exitCode: 0,
    stdout: "uid=995(mcp)\n",
  });
  expect(await run(machine, "podman ps -a")).toMatchObject({ exitCode: 125, stderr: "Error\n" });
  const killed = await machine.exec({ script: "sleep 9", user: "mcp", timeoutMs: 1 });
  expect(killed).toMatchObject({ exitCode: undefined, signal: "SIGKILL", timedOut: true });
  expect(machine.executed.map(({ script }) => script)).toEqual(["id mcp", "podman ps -a", "sleep 9"]);
});

test("handlers read and change what the machine knows", async () => {
  const machine = make({
    rules: [
      {
        match: "usermod",
        answer: (_, state) => {
          state.notes.set("uid", 850);
          return {};
        },
      },
      { match: "id -u", answer: (_, state) => ({ stdout: `${state.notes.get("uid") ?? 995}\n` }) },
    ],
    dns: (_, state) => ({ rcode: state.notes.has("uid") ? "SERVFAIL" : "NOERROR" }),
    http: { status: 503 },
  });
  expect((await run(machine, "id -u")).stdout).toBe("995\n");
  expect((await machine.observe({ kind: "dns", ...dns })).rcode).toBe("NOERROR");
  await run(machine, "usermod");
  expect((await run(machine, "id -u")).stdout).toBe("850\n");
  expect((await machine.observe({ kind: "dns", ...dns })).rcode).toBe("SERVFAIL");
  expect(await machine.observe({ kind: "http", ...http })).toMatchObject({
    outcome: "answered",
    status: 503,
  });
});

test("what no rule answers is an error, and so is an unknown user", async () => {
  await expect(run(make(), "reboot")).rejects.toMatchObject({
    message: "rift: no rule of this scripted machine answers the command",
    facts: { command: "reboot", next: "add a rule that matches it" },
  });
  await expect(make().exec({ script: "id", user: "mcp", timeoutMs: 1 })).rejects.toThrow(
    'there is no user "mcp"',
  );
  expect(await make().observe({ kind: "dns", ...dns })).toMatchObject({
    outcome: "unreachable",
    rcode: "",
    answers: [],
  });
  expect(await make().observe({ kind: "http", ...http })).toMatchObject({
    outcome: "unreachable",
    status: 0,
  });
});

test("files are kept; a reboot empties /run and calls its hook", async () => {
  const machine = make({ onReboot: (state) => state.notes.set("rebooted", state.boot) });
  await machine.writeFile("/srv/a", "kept");
  await machine.writeFile("/run/b", "gone");
  await machine.reboot();
  expect(Buffer.from(await machine.readFile("/srv/a")).toString()).toBe("kept");
  await expect(machine.readFile("/run/b")).rejects.toThrow("/run/b cannot be read");
  expect(machine.state.notes.get("rebooted")).toBe(2);
  expect(await machine.logs()).toBe("boot 1\nreboot\nboot 2\n");
});

test("a machine that dies rejects what is under way and what comes after", async () => {
  const machine = make({ rules: [{ match: /./, answer: () => new Promise(() => {}) }] });
  const under = run(machine, "sleep 60");
  machine.die();
  await expect(under).rejects.toThrow(MachineError);
  await expect(machine.readFile("/x")).rejects.toThrow("the channel to the machine ended");
});

test("a machine that hangs is given up at the request's limit and 2 s more", async () => {
  vi.useFakeTimers();
  try {
    const machine = make({ rules: [{ match: /./, answer: {} }] });
    machine.hang();
    const caught = run(machine, "true").catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await caught).toMatchObject({
      message: "rift: the machine did not answer",
      facts: { waited: "3 s" },
    });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("samples are what the rules answer, until the machine dies or they are stopped", async () => {
  vi.useFakeTimers();
  try {
    const machine = make({ dns: { rcode: "NXDOMAIN" }, nowMs: () => 7 });
    const samples: Sample[] = [];
    const start = () =>
      machine.sample([{ id: "d", kind: "dns", ...dns }], 100, (sample) => samples.push(sample));
    const stopped = await start();
    await vi.advanceTimersByTimeAsync(350);
    await stopped.stop();
    expect(samples).toHaveLength(3);
    expect(samples[0]).toMatchObject({ id: "d", atMs: 7, observation: { rcode: "NXDOMAIN" } });
    await start();
    machine.die();
    await vi.advanceTimersByTimeAsync(350);
    expect(samples).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});
