import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lastTimes } from "./last-times.ts";

const inReports = (): string => {
  const reports = mkdtempSync(join(tmpdir(), "drillbook-last-"));
  onTestFinished(() => rmSync(reports, { recursive: true }));
  return reports;
};

const ended = (verdict: string, durationMs: number) =>
  `${JSON.stringify({ type: "drill-ended", verdict, durationMs, atMs: 1, sinceMs: 1 })}\n`;

const write = (reports: string, name: string, id: string, journal: string): void => {
  mkdirSync(join(reports, name, id), { recursive: true });
  writeFileSync(join(reports, name, id, "journal.ndjson"), journal);
};

test("the latest game day in which the drill verified tells how long it took", () => {
  const reports = inReports();
  write(reports, "2026-11-20T09-14-03-gameday", "a", ended("verified", 1000));
  write(
    reports,
    "2026-11-21T09-14-03-gameday",
    "a",
    `${ended("verified", 2000)}{"type":"runbook-written"}\n`,
  );
  write(reports, "2026-11-22T09-14-03-gameday-2", "a", ended("failed", 3000));
  write(reports, "2026-11-23T09-14-03-a", "a", ended("verified", 4000));
  expect(lastTimes(reports, ["a", "b"])).toEqual({ a: 2000 });
});

test("a journal that was cut off, and a folder that is missing, tell nothing", () => {
  const reports = inReports();
  write(reports, "2026-11-20T09-14-03-gameday", "a", ended("verified", 1000));
  write(reports, "2026-11-21T09-14-03-gameday", "a", ended("verified", 2000).slice(0, 30));
  mkdirSync(join(reports, "2026-11-22T09-14-03-gameday"));
  expect(lastTimes(reports, ["a"])).toEqual({ a: 1000 });
  expect(lastTimes(join(reports, "none"), ["a"])).toEqual({});
});
