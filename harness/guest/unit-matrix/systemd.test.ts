import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exposureOf, readExposure, readRejections, rejectedLines } from "./systemd.ts";

const unit = `[Service]
Type=oneshot
ExecStart=/bin/true
NoNewPrivilege=true
ProtectSystem=fulll
`;

it("finds systemd's words with the line that they are about", () => {
  const output = [
    "/run/x.service:4: Unknown key 'NoNewPrivilege' in section [Service], ignoring.",
    "/run/x.service:5: Failed to parse protect system value, ignoring: fulll",
    "/run/x.service:2: Special user nobody configured, this is not safe!",
    "Something about nobody's file",
  ].join("\n");
  expect(readRejections(output, () => unit)).toEqual(
    new Map([
      [
        "/run/x.service",
        "line 4 (NoNewPrivilege=true): Unknown key 'NoNewPrivilege' in section [Service], ignoring.\nline 5 (ProtectSystem=fulll): Failed to parse protect system value, ignoring: fulll",
      ],
    ]),
  );
});

it("reads the score", () => {
  expect(readExposure("…\n→ Overall exposure level for x.service: 9.5 UNSAFE")).toBe(9.5);
  expect(readExposure("Failed to load x.service")).toBeUndefined();
});

const hasSystemd = (): boolean => {
  try {
    execFileSync("systemd-analyze", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

it.runIf(hasSystemd())("hears the same from systemd itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unit-matrix-"));
  const file = join(folder, "x.service");
  try {
    writeFileSync(file, unit);
    const words = (await rejectedLines([file])).get(file) ?? "";
    expect(words).toContain("line 4 (NoNewPrivilege=true): Unknown key");
    expect(words).toMatch(/^line 5 \(ProtectSystem=fulll\): Failed to parse/m);
    writeFileSync(file, unit.replace(/^.*Privilege=.*\n.*\n/m, ""));
    expect(await rejectedLines([file])).toEqual(new Map());
    expect(await exposureOf(file)).toBeGreaterThan(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
