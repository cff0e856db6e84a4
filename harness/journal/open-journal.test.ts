import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HostNotReadyError, UsageError } from "../errors.ts";
import { cutText, longestTextBytes } from "./cut-output.ts";
import { openJournal } from "./open-journal.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = () => {
  let ms = 0;
  const next = () => (ms += 250.04);
  return { nowMs: () => 1_000_000 + ms, monotonicMs: next };
};
const open = (name = "journal.ndjson") => openJournal(join(folder, "new", name), { clock: clock() });
const linesOf = (file: string) => readFileSync(file, "utf8").split("\n");

describe("a journal", () => {
  it("has a whole line for every event as soon as append returns", () => {
    const journal = open();
    journal.append({ type: "progress", line: "one" });
    journal.append({ type: "progress", line: "two" });
    expect(linesOf(journal.file)).toEqual([
      '{"type":"progress","line":"one","atMs":1000250,"sinceMs":250}',
      '{"type":"progress","line":"two","atMs":1000500,"sinceMs":500.1}',
      "",
    ]);
    journal.close();
    journal.close();
    journal.append({ type: "progress", line: "after the end" });
    expect(linesOf(journal.file)).toHaveLength(3);
    expect(() => journal.assertWhole()).not.toThrow();
  });

  it("keeps control characters escaped and secrets out, also for its listeners", () => {
    const journal = open();
    const heard: string[] = [];
    journal.subscribe((event, line) => heard.push(event.type === "progress" ? event.line : "", line));
    journal.append({ type: "progress", line: "\u001b[31m token=hunter2 \u2028\n" });
    const line = linesOf(journal.file)[0] ?? "";
    expect(line).toContain('"line":"\\u001b[31m token=[redacted] \u2028\\n"');
    expect(heard).toEqual(["\u001b[31m token=[redacted] \u2028\n", line]);
    expect(journal.events).toEqual([JSON.parse(line)]);
    journal.close();
  });

  it("is not hurt by a listener that throws, tells its first error, and forgets one that has left", () => {
    const broken: unknown[] = [];
    const file = join(folder, "broken-view");
    const journal = openJournal(file, { clock: clock(), onListenerError: (error) => broken.push(error) });
    const heard: string[] = [];
    journal.subscribe(() => {
      throw new Error("a view broke");
    });
    const leave = journal.subscribe((event) => heard.push(event.type));
    journal.append({ type: "progress", line: "one" });
    leave();
    journal.append({ type: "progress", line: "two" });
    expect(heard).toEqual(["progress"]);
    expect(linesOf(journal.file)).toHaveLength(3);
    expect(broken).toEqual([new Error("a view broke")]);
    journal.close();
  });

  it("is never continued", () => {
    const file = join(folder, "j");
    writeFileSync(file, "{}\n");
    expect(() => openJournal(file, { clock: clock() })).toThrow(UsageError);
  });

  it("says once that the disk is full, and still tells its listeners", () => {
    const journal = openJournal("/dev/full", { clock: clock() });
    const heard: string[] = [];
    journal.subscribe((event) => heard.push(event.type));
    const append = () => journal.append({ type: "progress", line: "x" });
    let thrown: unknown;
    try {
      append();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(HostNotReadyError);
    const error = thrown as HostNotReadyError;
    expect(error.message).toBe("the disk is full: the journal ends here");
    expect(error.facts).toMatchObject({
      where: "/dev/full",
      next: expect.stringContaining("free some space"),
    });
    expect(append).not.toThrow();
    expect(() => journal.assertWhole()).toThrow(error);
    expect(journal.events).toHaveLength(2);
    expect(heard).toEqual(["progress", "progress"]);
    journal.close();
  });

  it("leaves no half line where the file cannot grow any further", () => {
    const file = join(folder, "small.ndjson");
    const program = `
      import { openJournal } from ${JSON.stringify(join(import.meta.dirname, "open-journal.ts"))};
      const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
      const journal = openJournal(${JSON.stringify(file)}, { clock });
      try {
        for (;;) journal.append({ type: "progress", line: "x".repeat(700) });
      } catch (error) {
        console.log(error.message);
      }`;
    // In sh(1) the limit is in blocks of 512 bytes: ten lines fit, and a part of the next.
    const script = 'ulimit -f 16; exec "$0" --input-type=module-typescript --eval "$1"';
    const said = execFileSync("sh", ["-c", script, process.execPath, program], { encoding: "utf8" });
    expect(said).toBe("the journal cannot be written\n");
    const lines = linesOf(file);
    expect(lines.pop()).toBe("");
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it("takes a secret out before it cuts, so that no half of one is left", () => {
    const secret = "s3cr3t".repeat(30);
    const journal = open();
    const half = longestTextBytes / 2 - 120;
    journal.append({
      type: "progress",
      line: `${"a".repeat(half)} https://u:${secret}@h ${"b".repeat(80_000)}`,
    });
    expect(linesOf(journal.file)[0]).not.toContain("s3cr3t");
    journal.close();
  });

  it("cuts a long output in its middle and says how much is gone", () => {
    const journal = open();
    journal.append({ type: "progress", line: `begin ${"é".repeat(100_000)} end` });
    const { line } = JSON.parse(linesOf(journal.file)[0] ?? "") as { line: string };
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(longestTextBytes);
    expect(line).toMatch(/^begin é+\n\[… \d+ bytes left out by the journal …\]\né+ end$/);
    const left = Number(/… (\d+) bytes/.exec(line)?.[1]);
    const kept = Buffer.byteLength(line.replace(/\n\[….*…\]\n/, ""));
    expect(left + kept).toBe(200_010);
    journal.close();
  });

  it("keeps a text that is just short enough", () => {
    const text = "x".repeat(longestTextBytes);
    expect(cutText(text)).toBe(text);
    expect(cutText(`${text}x`)).toContain("left out");
  });
});
