import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { shortest, timed } from "../../contract/shortest.ts";
import { isRunning } from "../../guest/testing/running-commands.ts";
import { type LocalAgent, startLocalAgent } from "./testing/local-agent.ts";

let agent: LocalAgent;
beforeAll(async () => {
  agent = await startLocalAgent();
});
afterAll(async () => {
  await agent[Symbol.asyncDispose]();
});

/** Only root can run a command as another user. */
const asRoot = test.skipIf(process.getuid?.() !== 0);

const run = (script: string, more: object = {}) =>
  agent.channel.exec({ script, cwd: "/", timeoutMs: 60_000, ...more });

/** The process id that a command printed; 0 would mean this process's own group. */
const pidIn = (stdout: string): number => {
  expect(stdout).toMatch(/^[1-9]\d*\n$/);
  return Number(stdout);
};

const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("stdout, stderr and the exit code come apart", async () => {
  const seen = await run("echo out; echo err >&2; exit 3");
  expect(seen).toMatchObject({
    kind: "command",
    exitCode: 3,
    stdout: "out\n",
    stderr: "err\n",
    timedOut: false,
  });
  expect(seen.signal).toBeUndefined();
});

test("a signal is told from an exit code", async () => {
  const seen = await run("kill -TERM $$");
  expect(seen).toMatchObject({ signal: "SIGTERM", timedOut: false });
  expect(seen.exitCode).toBeUndefined();
});

asRoot("/dev/stdin, /dev/stdout and /dev/stderr can be opened, by another user too", async () => {
  const script = "cat /dev/stdin > /dev/stdout; echo err > /dev/stderr";
  for (const user of ["root", "daemon"]) {
    expect(await run(script, { user, stdin: "in\n" })).toMatchObject({ stdout: "in\n", stderr: "err\n" });
  }
});

asRoot("a user has the ids and the environment of a login", async () => {
  const { stdout } = await run("id -u; id -G; env", { user: "daemon", cwd: "/tmp" });
  expect(stdout.split("\n").slice(0, 2)).toEqual(["1", "1"]);
  for (const line of ["USER=daemon", "LOGNAME=daemon", "XDG_RUNTIME_DIR=/run/user/1", "PWD=/tmp"]) {
    expect(stdout).toContain(`${line}\n`);
  }
  expect(stdout).toContain("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
  expect(stdout).toContain("DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1/bus\n");
});

test("the environment can be added to, and an empty value unsets", async () => {
  const { stdout } = await run("env", { env: { COLOUR: "red", USER: "" } });
  expect(stdout).toContain("COLOUR=red\n");
  expect(stdout).not.toContain("USER=");
});

asRoot("a program sees the name that it was called by, with a shell or without", async () => {
  for (const script of ["cat /proc/self/cmdline", "true; exec cat /proc/self/cmdline"]) {
    for (const user of ["root", "daemon"]) {
      expect((await run(script, { user })).stdout).toBe("cat\0/proc/self/cmdline\0");
    }
  }
});

test("an unknown user and a missing directory are named", async () => {
  await expect(run("true", { user: "nobody-of-that-name" })).rejects.toThrow(
    'local: there is no user "nobody-of-that-name" in /etc/passwd',
  );
  await expect(run("true", { cwd: "/no/such/place" })).rejects.toThrow(
    "the directory /no/such/place does not exist",
  );
  await expect(run("true", { cwd: "/etc/passwd" })).rejects.toThrow("/etc/passwd is not a directory");
});

test("what cannot be started is an error and not the end of the agent", async () => {
  await expect(run("echo \0")).rejects.toThrow("the command could not be started");
  await expect(run(`: ${"x".repeat(200_000)}`)).rejects.toThrow("E2BIG");
  expect(await run("no-such-program")).toMatchObject({ exitCode: 127 });
  expect(await run("/etc/passwd")).toMatchObject({ exitCode: 126 });
});

test("a program that reads nothing of a long stdin does not break anything", async () => {
  expect(await run("exec true", { stdin: "x".repeat(1_000_000) })).toMatchObject({ exitCode: 0 });
  expect(await run("wc -c", { stdin: "x".repeat(1_000_000) })).toMatchObject({ stdout: "1000000\n" });
});

test("output is kept up to 4 MiB and the rest is counted", async () => {
  const { stdout } = await run("head -c 5000000 /dev/zero | tr '\\0' x");
  expect(stdout.slice(0, 4 * 1024 * 1024)).toBe("x".repeat(4 * 1024 * 1024));
  expect(stdout.slice(4 * 1024 * 1024)).toBe("\n[cut here: 805696 more bytes were printed]\n");
});

test("the time limit kills the process group, grandchildren too", async () => {
  const pids: number[] = [];
  const took = () =>
    timed(async () => {
      const seen = await run("sleep 60 & echo $!; sleep 60", { timeoutMs: 1000 });
      expect(seen).toMatchObject({ timedOut: true, signal: "SIGKILL" });
      pids.push(pidIn(seen.stdout));
    });
  expect(await shortest(1100, took)).toBeLessThan(1100);
  // The answer comes with the end of the shell; the kernel ends the others of the group beside it.
  await vi.waitUntil(() => !pids.some(isAlive), { interval: 5, timeout: 10_000 });
});

test("a process that left the group and holds the output does not hold up the answer", async () => {
  const tookAndLeft = (script: string, timedOut: boolean) => () =>
    timed(async () => {
      const seen = await run(script, { timeoutMs: 1000 });
      expect(seen.timedOut).toBe(timedOut);
      process.kill(pidIn(seen.stdout), "SIGKILL");
    });
  const limited = tookAndLeft("setsid sleep 60 & echo $!; sleep 60", true);
  expect(await shortest(1100, limited)).toBeLessThan(1100);
  const ended = tookAndLeft("setsid sleep 60 & echo $!", false);
  expect(await shortest(300, ended)).toBeLessThan(300);
});

test("many at once do not mix", async () => {
  const one = (index: number) => run(`sleep 0.05; echo ${index}`, { timeoutMs: 20_000 });
  const seen = await Promise.all(Array.from({ length: 60 }, (_, index) => one(index)));
  expect(seen.map(({ stdout }) => Number(stdout))).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test("when the channel ends, what is under way ends with it", async () => {
  const other = await startLocalAgent();
  const { stdout } = await other.channel.exec({ script: "sleep 60 & echo $!", cwd: "/", timeoutMs: 20_000 });
  const nap = `61.${process.pid}`;
  const under = other.channel.exec({ script: `sleep ${nap}`, cwd: "/", timeoutMs: 70_000 });
  under.catch(() => {});
  await vi.waitUntil(() => isRunning(`sleep ${nap}`), { interval: 10, timeout: 20_000 });
  await other[Symbol.asyncDispose]();
  await expect(under).rejects.toThrow("the channel to the machine ended while a request was under way");
  // A killed process is there until the kernel has ended it.
  await vi.waitUntil(() => !isRunning(`sleep ${nap}`), { interval: 10, timeout: 20_000 });
  process.kill(pidIn(stdout), "SIGKILL");
});
