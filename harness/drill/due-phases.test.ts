import { expect, test } from "vitest";
import { phases } from "../phases/index.ts";
import { duePhases } from "./due-phases.ts";

const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
const partsFrom = (from?: "ready" | "faulted") =>
  Object.values(duePhases(from)).map((part) => part.map(({ name }) => name));

test("fresh machines go through every phase, and are sampled from the fault to the checklist", () => {
  const { before, sampled, after } = duePhases(undefined);
  expect([...before, ...sampled, ...after]).toEqual(phases);
  expect([names(sampled)[0], names(sampled).at(-1)]).toEqual(["fault", "checklist"]);
});

test("machines that were saved ready begin with the phase that made them ready, to be looked at", () => {
  expect(duePhases("ready")).toEqual(duePhases(undefined));
  expect(duePhases("ready").before[0]).toMatchObject({ savedAs: "ready" });
});

test("machines with the incident in them go on with what comes after it, and are sampled at once", () => {
  const [before, sampled, after] = partsFrom("faulted");
  expect(before).toEqual([]);
  expect(sampled?.[0]).toBe("recovery");
  expect(after).toEqual(partsFrom()[2]);
});

test("machines are saved ready before they are sampled, and with the incident in them while they are", () => {
  const { before, sampled } = duePhases(undefined);
  const savedIn = (part: readonly { readonly savedAs?: string }[]) =>
    part.flatMap(({ savedAs }) => savedAs ?? []);
  expect([savedIn(before), savedIn(sampled), savedIn(phases)]).toEqual([
    ["ready"],
    ["faulted"],
    ["ready", "faulted"],
  ]);
});

test("each phase has a name of its own", () => {
  expect(new Set(names(phases)).size).toBe(phases.length);
});
