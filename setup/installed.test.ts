import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { npmHasInstalled } from "./installed.mjs";

type Entry = { readonly version: string; readonly [field: string]: unknown };

const everywhere: Entry = { version: "1.2.3", integrity: "sha512-a" };
const onLinux: Entry = { ...everywhere, optional: true, os: ["linux"], cpu: ["x64"] };
const onMac: Entry = { ...onLinux, os: ["darwin"], cpu: ["arm64"] };
const withMusl: Entry = { ...onLinux, libc: ["musl"] };
const ofAnother: Entry = { ...everywhere, optional: true };
const linux = { platform: "linux", arch: "x64" };

const lock: Readonly<Record<string, Entry>> = {
  "node_modules/everywhere": everywhere,
  "node_modules/everywhere/node_modules/below": everywhere,
  "node_modules/on-linux": onLinux,
  "node_modules/on-mac": onMac,
  "node_modules/with-musl": withMusl,
  "node_modules/of-another": ofAnother,
};
const installed = [
  "node_modules/everywhere",
  "node_modules/everywhere/node_modules/below",
  "node_modules/on-linux",
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drillbook-installed-"));
  const root_ = { "": { name: "drillbook", version: "0.0.0" } };
  writeJson("package-lock.json", { packages: { ...root_, ...lock } });
  for (const path of installed) {
    mkdirSync(join(root, path), { recursive: true });
    writeJson(join(path, "package.json"), {});
  }
  record(Object.fromEntries(installed.map((path) => [path, lock[path] as Entry])));
});
afterEach(() => rmSync(root, { recursive: true }));

const writeJson = (path: string, value: unknown): void =>
  writeFileSync(join(root, path), JSON.stringify(value));

/** The record that npm writes at its end. */
const record = (packages: Readonly<Record<string, Entry>>): void =>
  writeJson("node_modules/.package-lock.json", { packages });

describe("what npm itself has installed counts", () => {
  test("without the packages of other systems", () => {
    expect(npmHasInstalled(root, linux)).toBe(true);
  });

  test("of this repository, where these tests run", () => {
    expect(npmHasInstalled(fileURLToPath(new URL("..", import.meta.url)))).toBe(true);
  });
});

describe("what has to be installed again", () => {
  test("nothing is there", () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    expect(npmHasInstalled(root, linux)).toBe(false);
  });

  test("npm was cut off: its record is missing, or half written", () => {
    writeFileSync(join(root, "node_modules/.package-lock.json"), '{"packages": {');
    expect(npmHasInstalled(root, linux)).toBe(false);
    rmSync(join(root, "node_modules/.package-lock.json"));
    expect(npmHasInstalled(root, linux)).toBe(false);
  });

  test("npm was cut off while it removed what was there", () => {
    rmSync(join(root, "node_modules/everywhere/node_modules/below/package.json"));
    expect(npmHasInstalled(root, linux)).toBe(false);
  });

  test.each<readonly [string, Readonly<Record<string, Entry>>]>([
    ["another version", { ...lock, "node_modules/everywhere": { ...everywhere, version: "1.2.4" } }],
    ["another content", { ...lock, "node_modules/everywhere": { ...everywhere, integrity: "sha512-b" } }],
    ["one package more", { ...lock, "node_modules/more": everywhere }],
    ["one package less", Object.fromEntries(Object.entries(lock).filter(([path]) => !/below/.test(path)))],
  ])("the lock has %s", (_, packages) => {
    writeJson("package-lock.json", { packages });
    expect(npmHasInstalled(root, linux)).toBe(false);
  });

  test("node_modules were installed on another system", () => {
    expect(npmHasInstalled(root, { platform: "darwin", arch: "arm64" })).toBe(false);
  });

  test("packages for development were left out", () => {
    writeJson("package-lock.json", {
      packages: { ...lock, "node_modules/tool": { ...everywhere, dev: true } },
    });
    expect(npmHasInstalled(root, linux)).toBe(false);
  });
});
