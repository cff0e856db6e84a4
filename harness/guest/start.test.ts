import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { Capture } from "./capture.ts";
import { ForkHelpers } from "./fork-helper.ts";
import { startWithNode } from "./node-start.ts";
import { type Pipe, PipePool } from "./pipes.ts";
import type { Running, Start } from "./running.ts";
import { isRunning } from "./testing/running-commands.ts";
import { watch } from "./watch.ts";

/** Output that has not come by then will not come. */
const hangsMs = 20_000;

const pool = new PipePool();
const helpers = new ForkHelpers();

type Pipes = { readonly stdout: Pipe; readonly stderr: Pipe };
const starters = {
  helper: (start: Start, { stdout, stderr }: Pipes) =>
    helpers.start(start, { stdout: stdout.path, stderr: stderr.path }),
  Node: startWithNode,
} as const;
type How = keyof typeof starters;
const bothWays = Object.keys(starters) as How[];

const run = async (how: How, script: string, change: Partial<Start> = {}) => {
  const words = ["/bin/sh", "-c", script];
  const root = { uid: 0, gid: 0, groups: [] as number[] };
  const [outPipe, errorPipe] = await pool.take();
  const [stdout, stderr] = [new Capture(pool, outPipe), new Capture(pool, errorPipe)];
  const start: Start = {
    words,
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    ...root,
    stdin: undefined,
    ...change,
  };
  const running = starters[how](start, { stdout: outPipe, stderr: errorPipe }) as Running;
  const ended = await watch({ running, stdout, stderr, timeoutMs: 5000, startedMs: performance.now() });
  return { ...ended, stdout: stdout.output.toString(), stderr: stderr.output.toString() };
};

const identity = "grep -E '^(Uid|Gid|Groups|Cap[A-Z][a-z]+|NoNewPrivs|Sig[A-Z][a-z]+):' /proc/self/status";

// Only root can start a command as another user.
test.skipIf(process.getuid?.() !== 0).each([
  { uid: 0, gid: 0, groups: [] },
  { uid: 1, gid: 1, groups: [] },
  { uid: 1, gid: 2, groups: [4, 24] },
])("a user is the same, whoever starts the command: %j", async (account) => {
  const [one, other] = [await run("helper", identity, account), await run("Node", identity, account)];
  expect(one.stdout).toContain(`Uid:\t${account.uid}\t${account.uid}\t${account.uid}\t${account.uid}\n`);
  // The order of the kernel's groups, and whether the user's own is among them, are not defined.
  const comparable = (text: string) =>
    text.replace(/^Groups:(.*)$/m, (_, ids: string) => groupsOf(ids, account.gid));
  expect(comparable(one.stdout)).toBe(comparable(other.stdout));
});

const groupsOf = (ids: string, own: number): string =>
  ids
    .trim()
    .split(" ")
    .filter((id) => id !== "" && Number(id) !== own)
    .join(" ");

test.each(bothWays)("started by %s, a command leads a session and a group of its own", async (how) => {
  const { stdout } = await run(how, "cut -d' ' -f1,5,6 /proc/self/stat; echo $$");
  const [, group, session, shell] = stdout.split(/\s+/);
  expect([group, session]).toEqual([shell, shell]);
});

test("a helper hands on none of its own descriptors", async () => {
  const script = "ls /proc/self/fd";
  expect((await run("helper", script)).stdout).toBe((await run("Node", script)).stdout);
});

test.each(bothWays)("started by %s, an environment keeps its newlines and bytes", async (how) => {
  const env = { PATH: "/usr/bin:/bin", TEXT: "ä=1\n=2" };
  expect((await run(how, 'printf %s "$TEXT"', { env })).stdout).toBe("ä=1\n=2");
});

test.each(bothWays)("started by %s, what is not there is an error that says so", async (how) => {
  await expect(run(how, "", { words: ["/no/such/program"] })).rejects.toThrow(
    /could not be started: .*ENOENT/,
  );
});

/** Also until Node has seen its end: then it is gone from /proc. */
const untilGone = (pid: number) =>
  vi.waitUntil(() => !existsSync(`/proc/${pid}`), { interval: 5, timeout: hangsMs });

test("a helper that is killed takes its command with it", async () => {
  const nap = `62.${process.pid}`;
  await expect(run("helper", `kill -9 $PPID; exec sleep ${nap}`)).rejects.toThrow(
    "the process that started the command has ended: what became of it is not known",
  );
  await vi.waitUntil(() => !isRunning(`sleep ${nap}`), { interval: 5, timeout: hangsMs });
});

// Only root can start a command as another user.
test.skipIf(process.getuid?.() !== 0).each([0, 1])(
  "a command of UID %i ends with its helper, also while this process does nothing about it",
  async (uid) => {
    const nap = `63.${process.pid}`;
    const file = join(mkdtempSync(join(tmpdir(), "drillbook-helper-")), "helper");
    writeFileSync(file, "");
    chownSync(file, uid, uid);
    chmodSync(dirname(file), 0o711);
    try {
      const ended = expect(
        run("helper", `echo $PPID >${file}; exec sleep ${nap}`, { uid, gid: uid }),
      ).rejects.toThrow("the process that started the command has ended");
      await vi.waitUntil(() => isRunning(`sleep ${nap}`), { interval: 20, timeout: hangsMs });
      process.kill(Number(readFileSync(file, "utf8")), "SIGKILL");
      // Without a turn of the event loop.
      const sinceMs = performance.now();
      while (isRunning(`sleep ${nap}`) && performance.now() - sinceMs < hangsMs / 4) {}
      expect(isRunning(`sleep ${nap}`)).toBe(false);
      await ended;
    } finally {
      rmSync(dirname(file), { recursive: true });
    }
  },
);

test("a helper that was killed while it rested is not asked again", async () => {
  const helper = Number((await run("helper", "echo $PPID")).stdout);
  process.kill(helper, "SIGKILL");
  await untilGone(helper);
  expect(await run("helper", "echo here")).toMatchObject({ exitCode: 0, stdout: "here\n" });
});

test.each(bothWays)("started by %s, a command that is killed at once is never run", async (how) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-kill-"));
  try {
    for (let turn = 0; turn < 20; turn += 1) {
      await run(how, "true");
      const [stdout, stderr] = await pool.take();
      const words = ["/bin/sh", "-c", `sleep 60; touch ${folder}/${turn}`];
      const start: Start = { words, cwd: "/", env: {}, uid: 0, gid: 0, groups: [], stdin: undefined };
      const running = starters[how](start, { stdout, stderr }) as Running;
      const ended = new Promise((resolve, reject) => {
        running.onExit = (_, signal) => resolve(signal);
        running.onFailed = reject;
      });
      running.kill();
      expect(await ended).toBe("SIGKILL");
      pool.giveBack(stdout);
      pool.giveBack(stderr);
      // The next command must not get leftover data.
      expect(await run(how, "sleep 0.06; echo mine")).toMatchObject({ exitCode: 0, stdout: "mine\n" });
    }
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
