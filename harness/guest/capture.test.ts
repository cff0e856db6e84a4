import { closeSync, readdirSync, writeSync } from "node:fs";
import { expect, test } from "vitest";
import { Capture } from "./capture.ts";
import { PipePool } from "./pipes.ts";

const openFiles = () => readdirSync("/proc/self/fd").length;

test("a capture that is stopped keeps what is in the pipe, whoever still holds it", async () => {
  const pool = new PipePool();
  const [pipe] = await pool.take();
  const capture = new Capture(pool, pipe);
  const writer = pipe.openWriter();
  writeSync(writer, "late");
  capture.stop();
  expect(capture.output.toString()).toBe("late");
  expect(() => writeSync(writer, "too late")).toThrow("EPIPE");
  closeSync(writer);
});

test("what is taken without listening is all when every writer is gone, and not before", async () => {
  const pool = new PipePool();
  const [pipe] = await pool.take();
  const capture = new Capture(pool, pipe);
  const writer = pipe.openWriter();
  writeSync(writer, "x".repeat(60_000));
  expect(capture.takeAll()).toBe(false);
  writeSync(writer, "y");
  closeSync(writer);
  expect(capture.takeAll()).toBe(true);
  expect(capture.output.toString()).toBe(`${"x".repeat(60_000)}y`);
});

test("pipes that were taken to their end are used again, and no file stays open", async () => {
  const pool = new PipePool();
  await pool.fill();
  const before = openFiles();
  for (let turn = 0; turn < 100; turn += 1) {
    const [pipe, other] = await pool.take();
    const capture = new Capture(pool, pipe);
    closeSync(pipe.openWriter());
    expect(capture.takeAll()).toBe(true);
    pool.giveBack(other);
  }
  expect(openFiles()).toBe(before);
});

test("pipes that were read to their end are used again, and no file stays open", async () => {
  const pool = new PipePool();
  const once = async (text: string) => {
    const pipes = await pool.take();
    const outputs = pipes.map(async (pipe) => {
      const capture = new Capture(pool, pipe);
      const ended = new Promise<void>((resolve) => {
        capture.onEnd = resolve;
      });
      capture.listen();
      const writer = pipe.openWriter();
      writeSync(writer, text);
      closeSync(writer);
      await ended;
      return capture.output.toString();
    });
    expect(await Promise.all(outputs)).toEqual([text, text]);
  };
  await once("first");
  await new Promise((resolve) => setImmediate(resolve));
  const before = openFiles();
  for (let turn = 0; turn < 100; turn += 1) await once(`turn ${turn}`);
  await new Promise((resolve) => setImmediate(resolve));
  expect(openFiles()).toBe(before);
});
