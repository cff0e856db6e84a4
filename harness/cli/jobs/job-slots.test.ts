import { expect, test } from "vitest";
import { JobSlots } from "./job-slots.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Slots whose works end when the test ends them. */
const slotsOf = (count: number) => {
  const slots = new JobSlots(count);
  const log: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const work = (id: string) => async () => {
    log.push(`+${id}`);
    const end = Promise.withResolvers<void>();
    ends.set(id, end);
    await end.promise;
    log.push(`-${id}`);
  };
  const end = async (id: string) => {
    ends.get(id)?.resolve();
    await settle();
  };
  return { slots, log, end, begin: (id: string) => slots.run(work(id)) };
};

test("a slot that is free is taken at once, and those that asked first get one first", async () => {
  const { log, begin, end } = slotsOf(2);
  const all = ["a", "b", "c", "d"].map(begin);
  expect(log).toEqual(["+a", "+b"]);
  for (const id of ["b", "a", "c", "d"]) await end(id);
  await Promise.all(all);
  expect(log).toEqual(["+a", "+b", "-b", "+c", "-a", "+d", "-c", "-d"]);
});

test("what fails gives its slot back", async () => {
  const { slots, log, begin, end } = slotsOf(1);
  await expect(slots.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  const done = begin("a");
  await end("a");
  await done;
  expect(log).toEqual(["+a", "-a"]);
});

test("a slot that is lent is others', and no further one is given away when it is back", async () => {
  const { slots, log, begin, end } = slotsOf(1);
  const waiting = Promise.withResolvers<void>();
  const job = slots.run(async () => {
    await slots.lend(waiting.promise);
    log.push("goes on");
  });
  const others = ["a", "b"].map(begin);
  await settle();
  expect(log).toEqual(["+a"]);
  waiting.resolve();
  await job;
  await settle();
  expect(log).toEqual(["+a", "goes on"]);
  for (const id of ["a", "b"]) await end(id);
  await Promise.all(others);
  expect(log).toEqual(["+a", "goes on", "-a", "+b", "-b"]);
});
