import { describe, expect, it } from "vitest";
import { type DrillbookError, UsageError } from "../errors.ts";
import { journalSchema } from "./events.ts";
import { parseJournal, readJournal } from "./read-journal.ts";

const started = (schema = 1) =>
  JSON.stringify({ type: "drill-started", schema, drillbook: "9.0.0", atMs: 1, sinceMs: 0 });
const progress = JSON.stringify({ type: "progress", line: "x", atMs: 2, sinceMs: 1 });

const errorOf = (content: string): DrillbookError => {
  try {
    parseJournal(content, "j.ndjson");
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was accepted");
};

describe("reading a journal", () => {
  it("answers every event", () => {
    const read = parseJournal(`${started()}\n${progress}\n`, "j");
    expect(read.events.map((event) => event.type)).toEqual(["drill-started", "progress"]);
    expect(read.cut).toBeUndefined();
  });

  it("accepts progress before the drill begins, as a host is opened before it", () => {
    expect(parseJournal(`${progress}\n${started()}\n${progress}\n`, "j").events).toHaveLength(3);
    expect(parseJournal(`${progress}\n`, "j").events).toHaveLength(1);
  });

  it("accepts a last line that was cut, and says so", () => {
    const read = parseJournal(`${started()}\n${progress}\n{"type":"prog`, "j");
    expect(read.events).toHaveLength(2);
    expect(read.cut).toBe('{"type":"prog');
  });

  it("names the file and the line of a broken one", () => {
    expect(errorOf(`${started()}\n{"type":\n${progress}\n`).facts.where).toBe("j.ndjson:2");
    expect(errorOf(`${started()}\n{"type":"prayer","atMs":1,"sinceMs":1}\n`).facts).toMatchObject({
      where: "j.ndjson:2",
      got: 'an event of the unknown type "prayer"',
    });
    expect(errorOf(`${started()}\n{"type":"progress"}\n`).facts.got).toBe("no time");
    expect(errorOf(`${started()}\nnull\n`).facts.got).toBe("null");
  });

  it("refuses what a newer drillbook wrote", () => {
    const error = errorOf(`${started(journalSchema + 1)}\n{"type":"new-thing","atMs":1,"sinceMs":1}\n`);
    expect(error.message).toBe("the journal was written by a newer drillbook");
    expect(error.facts).toMatchObject({
      got: `schema ${journalSchema + 1}, by drillbook 9.0.0`,
      next: expect.any(String),
    });
  });

  it("refuses what is not a journal", () => {
    expect(errorOf("").message).toBe("the journal holds no event");
    const ended = JSON.stringify({
      type: "drill-ended",
      verdict: "verified",
      durationMs: 1,
      atMs: 2,
      sinceMs: 1,
    });
    expect(errorOf(`${ended}\n${started()}\n`).message).toBe("this is not a journal of a drill");
    expect(() => readJournal("/nowhere/j.ndjson")).toThrow("the journal cannot be read");
  });
});
