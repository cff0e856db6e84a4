import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EventOf } from "#harness/journal/drill-record.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type Finished, mark, run, start } from "./support/command.ts";
import { machineContainer } from "./support/engine.ts";
import { leftBehind } from "./support/left-behind.ts";

inTurn();

const drill = (id: string): Promise<Finished> => run([id], { fixture: "machine-faults" });

/** The only failure of a drill that ended in order: a report, a complete journal, no remains, no runbook. */
const failureOf = ({ command, code, stdout, stderr }: Finished, verdict: "failed" | "unknown") => {
  const events = command.journal.events();
  const failures = events.filter((event): event is EventOf<"failure"> => event.type === "failure");
  expect(failures).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict });
  expect(events.filter((event) => event.type === "cleanup-failed")).toEqual([]);
  expect(code).toBe(verdict === "failed" ? 1 : 2);
  expect(stdout).toContain("no runbook written");
  expect(`${stdout}${stderr}`).not.toMatch(/^ +at .*:\d+:\d+/m);
  expect(leftBehind(smallCache, command)).toEqual([]);
  const [failure] = failures;
  if (failure === undefined) throw new Error("no failure");
  return failure;
};

const evidenceOf = ({ command }: Finished): string => {
  const folder = join(command.journal.folder, "evidence");
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");
};

describe.skipIf(!isRoot)("a machine that dies", () => {
  test("its power goes while a command runs", async () => {
    const command = start(["held"], { fixture: "held", env: { HELD_PHASE: "recovery" } });
    await command.journal.reached(
      "the wait",
      (event) => event.type === "step-started" && event.at.step === 2,
    );
    await (await machineContainer(smallCache)).kill();
    const ended = { ...(await command.ended()), command };
    expect(failureOf(ended, "unknown")).toMatchObject({
      code: "machine-failed",
      headline: "rift: the machine has ended",
      facts: {
        where: "held › write-again › recovery › step 2",
        command: "as root: sleep 60",
        expected: "an answer",
        got: expect.stringContaining("the machine has ended with exit code 137"),
      },
    });
    expect(evidenceOf(ended)).toContain("--- console");
  });

  test("everything in it is killed but its process 1", async () => {
    const ended = await drill("dies");
    expect(failureOf(ended, "unknown")).toMatchObject({
      code: "machine-failed",
      headline: "rift: the channel to the machine ended while a request was under way",
      facts: {
        where: "dies › write-again › recovery › step 1",
        command: "as root: kill -9 -1; sleep 60",
        got: expect.stringContaining("the machine still runs"),
        next: "see the machine's logs: it stopped, or its agent was killed",
      },
    });
    expect(evidenceOf(ended)).toContain("the journal cannot be read");
  });
});

describe.skipIf(!isRoot)("a full disk in a machine", () => {
  test("a file that does not fit", async () => {
    expect(failureOf(await drill("full-disk-file"), "unknown")).toMatchObject({
      code: "machine-failed",
      headline: "rift: /srv/small/file cannot be written: no space left on the disk",
      facts: {
        where: "full-disk-file › write-again › recovery › step 1",
        command: "write /srv/small/file",
      },
    });
  });

  test("a command that fills it", async () => {
    expect(failureOf(await drill("full-disk-command"), "failed")).toMatchObject({
      code: "expectation-failed",
      headline: "Fill a small disk: a command did not do what was expected",
      facts: {
        where: "full-disk-command › write-again › recovery › step 1",
        expected: "exit 0",
        got: "exit 1: head: error writing 'standard output': No space left on device",
      },
    });
  });
});

describe.skipIf(!isRoot)("time limits", () => {
  test("a command that never ends is killed at its step's limit", async () => {
    const ended = await drill("endless");
    const failure = failureOf(ended, "failed");
    expect(failure).toMatchObject({
      headline: "Wait for nothing: a command did not do what was expected",
      facts: {
        where: "endless › write-again › recovery › step 1",
        got: expect.stringMatching(/^no end within its time limit \(killed after \d+ ms\): begun/),
        waited: expect.stringMatching(/^\d+\.\d s$/),
      },
    });
    const step = ended.command.journal
      .events()
      .find((event): event is EventOf<"step-ended"> => event.type === "step-ended" && !event.ok);
    expect(step?.durationMs).toBeGreaterThanOrEqual(2000);
    // The command would run for a minute.
    expect(step?.durationMs).toBeLessThan(50_000);
  });

  test("a verification that never comes true is tried until the step's limit", async () => {
    const ended = await drill("never-true");
    expect(failureOf(ended, "failed")).toMatchObject({
      headline: "Write another file: its verification did not hold",
      facts: {
        where: "never-true › write-again › recovery › step 1 › verify",
        claimed: "the file says two",
        command: "cat /srv/other   (rift, root)",
        expected: 'exit 0 and stdout that is "two"',
        got: "exit 0: one",
        waited: expect.stringMatching(/^\d+\.\d s, \d+ tries$/),
      },
    });
  });
});

describe.skipIf(!isRoot)("losses", () => {
  test("a declared loss that did not happen", async () => {
    expect(failureOf(await drill("loses-too-little"), "failed")).toMatchObject({
      headline: "no files are lost, although the procedure says so",
      facts: {
        where: "loses-too-little › write-again › losses",
        claimed: "the file is made anew",
        got: "all 1 kept",
      },
    });
  });

  test("a loss that nobody declared", async () => {
    expect(failureOf(await drill("loses-too-much"), "failed")).toMatchObject({
      headline: "1 of 2 files are lost",
      facts: { where: "loses-too-much › write-again › losses", got: "1 kept; lost: /srv/diary" },
    });
  });
});

describe.skipIf(!isRoot)("the image of a machine", () => {
  test("a provisioning command that fails", async () => {
    expect(failureOf(await drill("provision-fails"), "unknown")).toMatchObject({
      code: "machine-failed",
      headline: "the provisioning of rift failed",
      facts: {
        where: "provision-fails › prepare",
        command: 'as root: echo unpacking; echo "no room for it" >&2; exit 3',
        expected: "exit 0",
        got: "exit 3: unpacking\nno room for it",
        next: "correct the rig's provisioning; nothing was cached",
      },
    });
  });

  test("half an image is never used: killed in the middle, it is made again", async () => {
    const provisioning = async (signal?: "SIGKILL") => {
      const command = start(["provision-waits"], { fixture: "machine-faults", env: { TEST_NONCE: mark } });
      await command.journal.reached(
        "provisioning",
        (event) => event.type === "progress" && event.line.startsWith("provisioning rift"),
      );
      const container = await machineContainer(smallCache);
      if (signal) command.signalAlone(signal);
      else await touch(container, "/run/go");
      return { ...(await command.ended()), command };
    };
    expect(await provisioning("SIGKILL")).toMatchObject({ signal: "SIGKILL" });
    const next = await provisioning();
    expect(next.code).toBe(0);
    expect(leftBehind(smallCache, next.command)).toEqual([]);
  });
});

/** Through the engine, without the knowledge of the machine's drill. */
const touch = async (
  container: Awaited<ReturnType<typeof machineContainer>>,
  file: string,
): Promise<void> => {
  // /run is emptied while the machine boots.
  const script = `until systemctl is-system-running --quiet; do sleep 0.05; done; touch ${file}`;
  const exec = await container.exec({ Cmd: ["sh", "-c", script] });
  await exec.start({ Detach: true });
};
