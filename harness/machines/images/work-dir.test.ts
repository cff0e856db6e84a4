import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { thisProcess } from "../engine/process-identity.ts";
import { removeStaleWorkDirs } from "./work-dir.ts";

test("only what ended processes were making goes", () => {
  const dir = mkdtempSync(join(tmpdir(), "drillbook-work-"));
  try {
    const { pid, startTicks } = thisProcess();
    const mine = `making-${pid}-${startTicks}-context`;
    for (const name of [mine, `making-${pid}-1-context`, "trixie-abc.tar"]) mkdirSync(join(dir, name));
    expect(removeStaleWorkDirs(dir)).toEqual([join(dir, `making-${pid}-1-context`)]);
    expect(readdirSync(dir).sort()).toEqual([mine, "trixie-abc.tar"]);
    expect(removeStaleWorkDirs(join(dir, "absent"))).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
