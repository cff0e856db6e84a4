import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { keptVms } from "#harness/machines/vm/leftovers.ts";
import { kindWord } from "#harness/scenario/machine-kind.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { usualCache } from "../integration/support/caches.ts";
import { type RunningCommand, run, start } from "../integration/support/command.ts";
import { leftBehind, processesIn } from "../integration/support/left-behind.ts";

const options = { cache: usualCache, longestMs: 300_000 };

/** A drill on a machine with a kernel of its own that stays in this phase. */
const heldIn = async (phase: "fault" | "recovery", kind: "vm" | "uml"): Promise<RunningCommand> => {
  const env = { HELD_PHASE: phase };
  const command = start(["held", "--on", kindWord(kind)], { ...options, fixture: "held", env });
  await command.journal.reached(
    phase,
    (event) => event.type === "step-started" && event.at.phase === phase && event.title === "Wait a minute",
  );
  return command;
};

const linesOf = (command: RunningCommand): string[] =>
  command.journal.events().flatMap((event) => (event.type === "progress" ? [event.line] : []));

/** A shell in the machine on a terminal, where this is typed when it has asked for a command. Source: script(1) */
const typedIn = async (machine: string, typed: string) => {
  const command = `${process.execPath} bin/drillbook.mjs drill shell ${machine}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: repositoryRoot,
    env: { ...process.env, DRILLBOOK_CACHE: usualCache },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  child.stdout.on("data", (data: Buffer) => {
    shown += data.toString();
  });
  await expect.poll(() => shown, { timeout: 100_000 }).toMatch(/# $/);
  child.stdin.write(`${typed}\n`);
  const [code] = await once(child, "close");
  return { code, shown };
};

/** What ends a drill on machines of this kind, and what is left of it. */
export const endsContract = (kind: "vm" | "uml"): void => {
  describe(`on ${kind}`, () => {
    test("Ctrl-C in the recovery ends it in order", async () => {
      const command = await heldIn("recovery", kind);
      command.signalGroup("SIGINT");
      expect((await command.ended()).code).toBe(130);
      expect(leftBehind(usualCache, command)).toEqual([]);
    });

    test("kill -9 in the fault: its kernel ends with it, and the next command removes the rest", async () => {
      const command = await heldIn("fault", kind);
      command.signalAlone("SIGKILL");
      expect(await command.ended()).toMatchObject({ signal: "SIGKILL" });
      await expect.poll(() => processesIn(usualCache), { timeout: 100_000 }).toEqual([]);
      const next = await run(["small", "--procedure", "copy", "--on", kindWord(kind)], {
        ...options,
        fixture: "small",
      });
      expect(next.code, next.stdout).toBe(0);
      expect(linesOf(next.command).filter((line) => line.startsWith("removed"))).toEqual([
        `removed the virtual machines of "held-write-again" (process ${command.pid} has ended)`,
      ]);
      expect(leftBehind(usualCache, next.command)).toEqual([]);
    });

    test("a kept machine can be entered, is listed, and goes with drill clean", async () => {
      const kept = await run(["small", "--procedure", "copy", "--on", kindWord(kind), "--keep"], {
        ...options,
        fixture: "small",
      });
      expect(kept.code, kept.stdout).toBe(0);
      const shell = await run(["shell", "rift"], { ...options, stdin: "cat /srv/file; exit 3\n" });
      expect(shell).toMatchObject({ code: 3, stdout: "one\n" });
      const session = await typedIn("rift", "pwd; cat /srv/file; loginctl --no-legend list-sessions; exit 4");
      expect(session).toMatchObject({
        code: 4,
        shown: expect.stringMatching(/[\r\n]\/root\s+one\s.* root /s),
      });
      const clean = await run(["clean"], options);
      expect(clean.stdout).toContain('removed the virtual machines of "small-copy"');
      expect(keptVms()).toEqual([]);
      expect(leftBehind(usualCache, kept.command)).toEqual([]);
    });
  });
};
