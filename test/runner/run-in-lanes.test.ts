import { expect, test } from "vitest";
import { runInLanes } from "./run-in-lanes.ts";

const part = (name: string, lane: "processes" | "virtual machines", ...after: readonly string[]) => ({
  name,
  lane,
  after,
});
type Tried = ReturnType<typeof part>;

/** Runs the parts, each of which ends when it is told to. */
const running = (parts: readonly Tried[], signal = new AbortController().signal) => {
  const begun: string[] = [];
  const ends = new Map(parts.map(({ name }) => [name, Promise.withResolvers<number>()]));
  const all = runInLanes(
    parts,
    ({ name }) => {
      begun.push(name);
      return ends.get(name)?.promise ?? Promise.resolve(0);
    },
    signal,
  );
  const end = async (name: string, result: number) => {
    ends.get(name)?.resolve(result);
    await new Promise(setImmediate);
  };
  return { begun, end, all };
};

test("a lane goes on after a part that failed, beside the other lane; results are in order", async () => {
  const { begun, end, all } = running([
    part("types", "processes"),
    part("vm", "virtual machines"),
    part("unit", "processes"),
  ]);
  expect(begun).toEqual(["types", "vm"]);
  await end("types", 1);
  expect(begun).toEqual(["types", "vm", "unit"]);
  await end("unit", 2);
  await end("vm", 3);
  expect(await all).toEqual([1, 3, 2]);
});

test("a part waits for those that it comes after, in any lane, and for no part that was not asked for", async () => {
  const { begun, end, all } = running([
    part("unit", "processes"),
    part("integration", "processes", "images", "contract"),
    part("images", "virtual machines"),
    part("contract", "virtual machines", "none"),
  ]);
  expect(begun).toEqual(["unit", "images"]);
  await end("images", 1);
  await end("unit", 0);
  expect(begun).toEqual(["unit", "images", "contract"]);
  await end("contract", 0);
  expect(begun).toEqual(["unit", "images", "contract", "integration"]);
  await end("integration", 0);
  expect(await all).toEqual([0, 0, 1, 0]);
});

test("after the signal nothing more begins", async () => {
  const interruption = new AbortController();
  const { begun, end, all } = running(
    [part("types", "processes"), part("unit", "processes")],
    interruption.signal,
  );
  interruption.abort();
  await end("types", 130);
  expect(await all).toEqual([130]);
  expect(begun).toEqual(["types"]);
});
