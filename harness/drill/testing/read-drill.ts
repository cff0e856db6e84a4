import { expect } from "vitest";
import type { EventBody } from "../../journal/events.ts";
import type { LampDrill } from "./drill-lamp.ts";

type EventOf<T extends EventBody["type"]> = Extract<EventBody, { readonly type: T }>;

export const all = <T extends EventBody["type"]>(drill: LampDrill, type: T): EventOf<T>[] =>
  drill.events.filter((event): event is EventOf<T> => event.type === type);

export const phasesOf = (drill: LampDrill): string[] => all(drill, "phase-started").map(({ at }) => at.phase);

/** Nothing runs any more, and the journal says how it ended. */
export const isCleanedUp = async (drill: LampDrill): Promise<void> => {
  expect(drill.events.at(-1)?.type).toBe("drill-ended");
  const cleanUps = all(drill, "phase-ended").filter(({ at }) => at.phase === "clean-up");
  expect(cleanUps).toHaveLength(drill.machines.length);
  for (const machine of drill.machines) {
    await expect(machine.readFile("/")).rejects.toMatchObject({ facts: { got: "the machine was stopped" } });
  }
};
