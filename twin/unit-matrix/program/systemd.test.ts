import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exposuresOf, readExposures, readRejections, rejectedLines } from "./systemd.ts";

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

it("reads the score of each unit", () => {
  const output =
    "…\n→ Overall exposure level for x.service: 9.5 UNSAFE\n…\n→ Overall exposure level for y.service: 10 DANGEROUS";
  expect(readExposures(output)).toEqual(
    new Map([
      ["x.service", 9.5],
      ["y.service", 10],
    ]),
  );
  expect(readExposures("Failed to load x.service")).toEqual(new Map());
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
    expect((await exposuresOf([file])).get("x.service")).toBeGreaterThan(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
