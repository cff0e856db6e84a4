import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type RunningCommand, run, start } from "./support/command.ts";
import { machineContainer } from "./support/engine.ts";
import { leftBehind, processesIn } from "./support/left-behind.ts";

inTurn();

const paths = enginePaths(smallCache);

/** The remains of a killed harness, until the next command. */
const staleFiles = [paths.runDir, paths.recordFile, paths.leasesDir];

/** Killed; only the end of its engine shows it. */
const kill = async (command: RunningCommand): Promise<void> => {
  command.signalAlone("SIGKILL");
  expect(await command.ended()).toMatchObject({ code: null, signal: "SIGKILL" });
};

const phases = ["image", "fault", "recovery"] as const;

const heldIn = async (phase: (typeof phases)[number]): Promise<RunningCommand> => {
  const command = start(["held"], { fixture: "held", env: { HELD_PHASE: phase } });
  await command.journal.reached(phase, (event) =>
    phase === "image"
      ? event.type === "progress" && event.line.startsWith("provisioning rift")
      : event.type === "step-started" && event.at.phase === phase && event.title === "Wait a minute",
  );
  await machineContainer(smallCache);
  return command;
};

describe.skipIf(!isRoot)("kill -9 of the harness", () => {
  test.each(phases)("in %s: the next command removes what is left, and works", async (phase) => {
    const command = await heldIn(phase);
    await kill(command);
    // Every process ended with it; only files remain.
    await expect.poll(() => processesIn(smallCache), { timeout: 100_000 }).toEqual([]);
    expect(staleFiles.filter((file) => existsSync(file))).toEqual(staleFiles);
    expect(command.journal.events().at(-1)?.type).not.toBe("drill-ended");

    const next = await run(["small", "--procedure", "copy"], { fixture: "small" });
    expect(next.code).toBe(0);
    const removed = next.command.journal
      .events()
      .flatMap((event) =>
        event.type === "progress" && event.line.startsWith("removed") ? [event.line] : [],
      );
    const label = phase === "image" ? "provisioning of rift" : "held-write-again";
    expect(removed).toEqual([
      `removed the machines and networks of "${label}" (process ${command.pid} has ended)`,
    ]);
    expect(leftBehind(smallCache, next.command)).toEqual([]);
  });

  test("drill clean removes what is left, too", async () => {
    const command = await heldIn("fault");
    await kill(command);
    const clean = await run(["clean"]);
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    expect(clean.stdout).toContain('removed the machines and networks of "held-write-again"');
    expect(leftBehind(smallCache, clean.command)).toEqual([]);
    const again = await run(["clean"]);
    expect(again).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

/** A Node of the host that does not run TypeScript: with it, the launcher starts a newer one and waits. */
const olderNode = async (): Promise<string | undefined> => {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((dir) => !dir.includes("node_modules"));
  const found = folders.map((dir) => join(dir, "node")).find((file) => existsSync(file));
  if (found === undefined) return undefined;
  const { stdout } = await execa(found, ["-p", "parseInt(process.versions.node)"]);
  return Number(stdout) < 22 ? found : undefined;
};
const old = await olderNode();

/** The target of the signal: the first process, which the terminal knows. */
const outer = {
  npm: ["npm", "run", "--silent", "drill", "--"],
  launcher: [old ?? "", join(repositoryRoot, "bin/drillbook.mjs"), "drill"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

describe.skipIf(!isRoot)("kill -9 of what started the harness", () => {
  test.each(Object.entries(outer))("%s: the drill notices, and ends in order", async (name, program) => {
    if (name === "launcher" && old === undefined) return;
    const command = start(["held"], {
      fixture: "held",
      env: { HELD_PHASE: "fault" },
      program: [...program],
    });
    await command.journal.reachedPhase("fault");
    command.signalAlone("SIGKILL");
    const { stdout } = await command.ended();
    expect(stdout).toContain("interrupted by the end of the process that started it: cleaning up");
    expect(command.journal.events().at(-1)).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
    expect(leftBehind(smallCache, command)).toEqual([]);
  });

  test.each(Object.entries(outer))("%s: Ctrl-C ends all of it, with 130", async (name, program) => {
    if (name === "launcher" && old === undefined) return;
    const command = start(["held"], {
      fixture: "held",
      env: { HELD_PHASE: "fault" },
      program: [...program],
    });
    await command.journal.reachedPhase("fault");
    command.signalGroup("SIGINT");
    const { code, signal } = await command.ended();
    expect(command.journal.events().at(-1)).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
    // npm ends by the signal, for which a shell also returns 130.
    expect(name === "npm" ? signal : code).toBe(name === "npm" ? "SIGINT" : 130);
    expect(leftBehind(smallCache, command)).toEqual([]);
  });
});
