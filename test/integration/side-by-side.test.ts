import { describe, expect, test } from "vitest";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type RunningCommand, run, start } from "./support/command.ts";
import { leftBehind } from "./support/left-behind.ts";

inTurn();

const held = async (): Promise<RunningCommand> => {
  const command = start(["held"], { fixture: "held", env: { HELD_PHASE: "recovery" } });
  await command.journal.reached(
    "recovery",
    (event) =>
      event.type === "step-started" && event.at.phase === "recovery" && event.title === "Wait a minute",
  );
  return command;
};

type Running = {
  readonly drills: readonly { readonly pid: number; readonly scenario: string }[];
  readonly engines: readonly { readonly holders: readonly number[] }[];
};

const whatRuns = async (): Promise<Running> => JSON.parse((await run(["ps", "--json"])).stdout);

const pidsOf = (...commands: readonly RunningCommand[]): number[] => commands.map(({ pid }) => pid).sort();

describe.skipIf(!isRoot)("two terminals, one scenario", () => {
  test("both drill it at once in one engine, which ends with the second", async () => {
    const [one, other] = await Promise.all([held(), held()]);
    const both = await whatRuns();
    const ours = both.drills.filter(({ pid }) => pid === one.pid || pid === other.pid);
    expect(ours.map(({ scenario }) => scenario)).toEqual(["held", "held"]);
    expect(both.engines.map(({ holders }) => holders.toSorted())).toEqual([pidsOf(one, other)]);

    one.signalGroup("SIGINT");
    expect((await one.ended()).code).toBe(130);
    expect((await whatRuns()).engines).toMatchObject([{ holders: [other.pid] }]);

    other.signalGroup("SIGINT");
    expect((await other.ended()).code).toBe(130);
    expect((await whatRuns()).engines).toEqual([]);
    expect(leftBehind(smallCache, other)).toEqual([]);
  });
});

describe.skipIf(!isRoot)("kill -9 of one drill of four", () => {
  test("the next command removes what is left of it and nothing else, and the others go on", async () => {
    // One stays until the end, so that the engine does.
    const [killed, staying] = await Promise.all([held(), held()]);
    const small = () => start(["small", "--procedure", "copy"], { fixture: "small" });
    const others = [small(), small()];
    await Promise.all(others.map((one) => one.journal.reachedPhase("prepare")));
    killed.signalAlone("SIGKILL");
    expect(await killed.ended()).toMatchObject({ signal: "SIGKILL" });
    const next = small();
    const ends = await Promise.all([...others, next].map((one) => one.ended()));
    for (const { code, stdout } of ends) expect(code, stdout).toBe(0);
    const removed = [...others, next].flatMap((one) =>
      one.journal
        .events()
        .flatMap((event) =>
          event.type === "progress" && event.line.startsWith("removed") ? [event.line] : [],
        ),
    );
    expect(removed).toEqual([
      `removed the machines and networks of "held-write-again" (process ${killed.pid} has ended)`,
    ]);

    staying.signalGroup("SIGINT");
    expect((await staying.ended()).code).toBe(130);
    const last = staying.journal.events().at(-1);
    expect(last).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
    expect(leftBehind(smallCache, staying)).toEqual([]);
  });
});
