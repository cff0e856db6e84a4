import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { identify, livenessOf, thisProcess } from "#harness/machines/engine/process-identity.ts";
import { cachesOf, clean, hasRigs } from "./clean-caches.ts";
import { everyPart } from "./parts.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test("the caches of the small drills are among those of the parts", () => {
  const caches = cachesOf(everyPart);
  expect(new Set(caches).size).toBe(caches.length);
  expect(caches.filter((cache) => cache.endsWith(join("tests", "containers", "tests", "1")))).toHaveLength(1);
  expect(caches.filter((cache) => cache.endsWith(join("tests", "containers", "tests", "2")))).toHaveLength(1);
  expect(cachesOf(everyPart.filter(({ name }) => name === "unit"))).toEqual([]);
});

test("the hub of a kept rig is ended by its record, whatever its name and environment are", async () => {
  const cache = mkdtempSync(join(tmpdir(), "drillbook-clean-"));
  folders.push(cache);
  expect(hasRigs(cache)).toBe(false);
  // As a hub: its own session, nothing of the command in its environment.
  const child = spawn("sleep", ["60"], {
    stdio: "ignore",
    detached: true,
    env: { PATH: process.env["PATH"] },
  });
  await once(child, "spawn");
  const hub = identify(child.pid ?? 0);
  if (hub === undefined) throw new TypeError("the process has no identity");
  try {
    const rig = join(cache, "rigs", "0badcafe");
    mkdirSync(rig, { recursive: true });
    const machines = [{ name: "rift", kind: "container" }];
    const owner = { ...thisProcess(), startTicks: "1" };
    writeFileSync(join(rig, "rig.json"), JSON.stringify({ owner, label: "kept", kept: true, hub, machines }));
    expect(hasRigs(cache)).toBe(true);
    clean(cache);
    expect(livenessOf(hub)).toBe("dead");
    expect(existsSync(rig)).toBe(false);
  } finally {
    child.kill("SIGKILL");
  }
}, 120_000);
