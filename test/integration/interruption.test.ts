import { describe, expect, test } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import type { PhaseName } from "#harness/phases/index.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type Ended, type RunningCommand, start } from "./support/command.ts";
import { leftBehind } from "./support/left-behind.ts";

inTurn();

type Moment = {
  readonly name: string;
  /** The phase in which the drill is held, if it would be too short. */
  readonly held?: string;
  readonly reached: (event: JournalEvent) => boolean;
  /** Its name in the journal. */
  readonly phase: PhaseName;
};

const inPhase = (phase: PhaseName): Moment => ({
  name: phase,
  held: phase,
  reached: (event) => event.type === "phase-started" && event.at.phase === phase,
  phase,
});

const moments: readonly Moment[] = [
  {
    name: "prepare, while the machine is provisioned",
    held: "image",
    reached: (event) => event.type === "progress" && event.line.startsWith("provisioning rift"),
    phase: "prepare",
  },
  {
    name: "prepare, while the machine starts",
    reached: (event) => event.type === "procedure-started",
    phase: "prepare",
  },
  inPhase("prepare"),
  inPhase("steady"),
  inPhase("fault"),
  inPhase("symptoms"),
  inPhase("recovery"),
  inPhase("checklist"),
  inPhase("endurance"),
];

const held = (phase: string | undefined): RunningCommand =>
  start(["held"], { fixture: "held", env: { HELD_PHASE: phase } });

const endsInterrupted = ({ code, stdout, stderr }: Ended, command: RunningCommand, signal: string): void => {
  expect(stdout).toContain(`interrupted by ${signal}: cleaning up`);
  expect(stdout).toContain("ended by the operator");
  expect(stderr).toBe("");
  const last = command.journal.events().at(-1);
  expect(last).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
  expect(code).toBe(130);
  expect(leftBehind(smallCache, command)).toEqual([]);
};

describe.skipIf(!isRoot)("Ctrl-C at a terminal reaches every process of the command", () => {
  test.each(moments)("in $name", async ({ held: phase, reached, name, phase: written }) => {
    const command = held(phase);
    await command.journal.reached(name, reached);
    command.signalGroup("SIGINT");
    endsInterrupted(await command.ended(), command, "SIGINT");
    const failure = command.journal.events().find((event) => event.type === "failure");
    expect(failure).toMatchObject({ code: "interrupted", at: { phase: written } });
  });

  test("in clean-up, which goes on to its end", async () => {
    const command = held(undefined);
    await command.journal.reached("evidence", (event) => event.type === "evidence-collected");
    command.signalGroup("SIGINT");
    endsInterrupted(await command.ended(), command, "SIGINT");
  });
});

describe.skipIf(!isRoot)("a signal to the command alone", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the drill in order", async (signal) => {
    const command = held("recovery");
    await command.journal.reachedPhase("recovery");
    command.signalAlone(signal);
    endsInterrupted(await command.ended(), command, signal);
  });
});

describe.skipIf(!isRoot)("impatience", () => {
  test("a second Ctrl-C changes nothing", async () => {
    const command = held("fault");
    await command.journal.reachedPhase("fault");
    command.signalGroup("SIGINT");
    command.signalGroup("SIGINT");
    await command.journal.reached("the failure", (event) => event.type === "failure");
    command.signalGroup("SIGINT");
    endsInterrupted(await command.ended(), command, "SIGINT");
  });
});
