import { describe, expect, test } from "vitest";
import type { EventOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type RunningCommand, run, start } from "./support/command.ts";
import { daemonOf } from "./support/engine.ts";
import { leftBehind } from "./support/left-behind.ts";

inTurn();

/** A drill with a fault of its engine at a given moment. */
const drillWith = async (
  signal: "SIGSTOP" | "SIGKILL",
  when: (event: JournalEvent) => boolean,
): Promise<RunningCommand> => {
  const command = start(["short"], { fixture: "machine-faults" });
  await command.journal.reached("the moment", when);
  process.kill(daemonOf(smallCache), signal);
  return command;
};

const inRecovery = (event: JournalEvent): boolean =>
  event.type === "step-started" && event.at.phase === "recovery";

const endsUnknown = async (command: RunningCommand) => {
  const { code, stdout, stderr } = await command.ended();
  const events = command.journal.events();
  expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "unknown" });
  expect(code).toBe(2);
  expect(`${stdout}${stderr}`).not.toMatch(/^ +at .*:\d+:\d+/m);
  const failures = events.filter((event): event is EventOf<"failure"> => event.type === "failure");
  expect(failures).toHaveLength(1);
  const cleanUp = events.filter((event) => event.type === "cleanup-failed").map(({ headline }) => headline);
  return { failure: failures[0], cleanUp, events };
};

/** The engine ended with the drill; the machine that it could not remove is gone after the next drill. */
const nextDrillWorks = async (machine: "left" | "perhaps left"): Promise<void> => {
  const left = leftBehind(smallCache).filter((one) => !/\/containers\/[0-9a-f]{64}$/.test(one));
  expect(left).toEqual([]);
  const next = await run(["small", "--procedure", "copy"], { fixture: "small" });
  expect(next.code).toBe(0);
  const removed = next.command.journal
    .events()
    .filter((event) => event.type === "progress" && /^removed the machines and networks/.test(event.line));
  if (machine === "left") expect(removed).toHaveLength(1);
  expect(leftBehind(smallCache, next.command)).toEqual([]);
};

describe.skipIf(!isRoot)("an engine that stops answering", () => {
  test("while a command runs: every call has its deadline", async () => {
    const command = await drillWith("SIGSTOP", inRecovery);
    const { failure, cleanUp, events } = await endsUnknown(command);
    expect(failure).toMatchObject({
      code: "machine-failed",
      headline: "rift: the machine did not answer",
      facts: {
        where: "short › write-again › recovery › step 1",
        command: "as root: sleep 1; echo one >/srv/file",
        expected: expect.stringMatching(/^an answer within \d+\.\d s, and \d+\.\d s more$/),
        waited: expect.stringMatching(/^\d+\.\d s$/),
      },
    });
    expect(cleanUp).toEqual([
      expect.stringMatching(
        /^the container engine did not answer \(GET \/containers\/json, waited \S+ s\); `drill doctor` shows whether the engine is alive$/,
      ),
    ]);
    expect(events.some((event) => event.type === "evidence-collected")).toBe(true);
    await nextDrillWorks("left");
  });

  test("while a machine starts: the message names the call that had no answer", async () => {
    const command = await drillWith("SIGSTOP", (event) => event.type === "procedure-started");
    const { failure } = await endsUnknown(command);
    expect(failure).toMatchObject({
      code: "machine-failed",
      headline: "the container engine did not answer",
      facts: {
        where: "short › write-again › prepare",
        command: expect.stringMatching(/^(POST|GET|start of) /),
        got: "what was begun could not be removed: the container engine did not answer",
        waited: expect.stringMatching(/^\S+ s$/),
      },
    });
    await nextDrillWorks("perhaps left");
  });
});

describe.skipIf(!isRoot)("an engine that is killed", () => {
  test("while a command runs", async () => {
    const command = await drillWith("SIGKILL", inRecovery);
    const { failure } = await endsUnknown(command);
    expect(failure).toMatchObject({
      code: "machine-failed",
      facts: { where: "short › write-again › recovery › step 1" },
    });
    await nextDrillWorks("left");
  });
});
