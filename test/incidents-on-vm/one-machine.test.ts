import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { usualCache } from "../integration/support/caches.ts";
import { run } from "../integration/support/command.ts";
import { leftBehind } from "../integration/support/left-behind.ts";

test("npm run drill port-53-conflict -- --on rift=qemu: one machine is a VM, the others are containers", async () => {
  const finished = await run(["port-53-conflict", "--on", "rift=qemu"], {
    cache: usualCache,
    longestMs: 600_000,
  });
  expect(finished.code, finished.stdout + finished.stderr).toBe(0);
  const record = recordOf(finished.command.journal.events());
  const [first] = record.procedures;
  const kinds = first?.machines.map(({ machine, kind }) => [machine, kind]);
  expect(kinds?.find(([machine]) => machine === "rift")).toEqual(["rift", "vm"]);
  expect(new Set(kinds?.filter(([machine]) => machine !== "rift").map(([, kind]) => kind))).toEqual(
    new Set(["container"]),
  );
  const page = readFileSync(join(finished.command.runbooks, "port-53-conflict.md"), "utf8");
  expect(page).toContain(", rift on a VM, podman ");
  expect(page).toContain("npm run drill port-53-conflict -- --on rift=qemu\n");
  expect(leftBehind(usualCache, finished.command)).toEqual([]);
});
