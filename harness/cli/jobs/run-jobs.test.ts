import { expect, test } from "vitest";
import type { Slots } from "../../drill/surroundings.ts";
import { type Job, runJobs } from "./run-jobs.ts";

type Named = Job & { readonly id: string };

const job = (id: string, costMs?: number, alone?: boolean): Named => ({
  id,
  costMs,
  ...(alone === undefined ? {} : { alone }),
});

/** Runs jobs that end when the test ends them; `log` has "+a" for each beginning and "-a" for each end. */
const started = (all: readonly Named[], jobs: number) => {
  const log: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const stop = new AbortController();
  const run = ({ id }: Named): Promise<string> => {
    log.push(`+${id}`);
    const end = Promise.withResolvers<string>();
    ends.set(id, end);
    return end.promise;
  };
  const done = runJobs(all, run, { jobs, signal: stop.signal });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    log,
    stop,
    done,
    end: async (id: string) => {
      log.push(`-${id}`);
      ends.get(id)?.resolve(`end of ${id}`);
      await settle();
    },
    fail: async (id: string) => {
      log.push(`!${id}`);
      ends.get(id)?.reject(new Error(`${id} broke`));
      await settle();
    },
  };
};

test("one at a time, jobs run in the order asked for, whatever they cost", async () => {
  const { log, end, done } = started([job("a", 10, true), job("b", 30), job("c")], 1);
  for (const id of ["a", "b", "c"]) await end(id);
  expect(log).toEqual(["+a", "-a", "+b", "-b", "+c", "-c"]);
  expect(await done).toEqual(["end of a", "end of b", "end of c"]);
});

test("side by side the longest begin first, unknown ones before all, and results are in the order asked for", async () => {
  const { log, end, done } = started([job("a", 10), job("b", 30), job("c"), job("d", 20)], 2);
  expect(log).toEqual(["+c", "+b"]);
  for (const id of ["b", "c", "a", "d"]) await end(id);
  expect(log).toEqual(["+c", "+b", "-b", "+d", "-c", "+a", "-a", "-d"]);
  expect(await done).toEqual(["end of a", "end of b", "end of c", "end of d"]);
});

test("a job that runs alone begins when all others have ended, and none beside it", async () => {
  const { log, end, done } = started([job("a", 90, true), job("b", 30), job("c", 40, true), job("d", 20)], 3);
  expect(log).toEqual(["+b", "+d"]);
  for (const id of ["b", "d", "a", "c"]) await end(id);
  await done;
  expect(log).toEqual(["+b", "+d", "-b", "-d", "+a", "-a", "+c", "-c"]);
});

test("after the signal no job begins, and those that run are waited for", async () => {
  const { log, end, stop, done } = started([job("a", 30), job("b", 20), job("c", 10)], 2);
  stop.abort();
  await end("a");
  expect(await Promise.race([done, Promise.resolve("not yet")])).toBe("not yet");
  await end("b");
  expect(log).toEqual(["+a", "+b", "-a", "-b"]);
  expect(await done).toEqual(["end of a", "end of b", undefined]);
});

test("an error begins no further job, and is thrown when those that run have ended", async () => {
  const { log, end, fail, done } = started([job("a", 30), job("b", 20), job("c", 10)], 2);
  const thrown = expect(done).rejects.toThrow("a broke");
  await fail("a");
  await end("b");
  await thrown;
  expect(log).toEqual(["+a", "+b", "!a", "-b"]);
});

test("the parts of a job that runs get slots before jobs that have not begun, and none where it runs alone", async () => {
  const log: string[] = [];
  const run = async ({ id }: Named, slots: Slots | undefined): Promise<void> => {
    log.push(`+${id}`);
    await Promise.resolve();
    const part = slots?.run(async () => {
      log.push(`${id}'s part`);
    });
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`-${id}`);
    if (part !== undefined) await slots?.lend(part);
  };
  const { signal } = new AbortController();
  await runJobs([job("a", 30), job("b", 20), job("c", 10), job("d", 5, true)], run, { jobs: 2, signal });
  const begun = log.indexOf("+c");
  expect(log.slice(0, begun).toSorted().slice(-2)).toEqual(["a's part", "b's part"]);
  expect(log.slice(-2)).toEqual(["+d", "-d"]);
  log.length = 0;
  await runJobs([job("a")], run, { jobs: 1, signal });
  expect(log).toEqual(["+a", "-a"]);
});
