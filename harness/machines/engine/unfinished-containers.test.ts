import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeUnfinishedContainers } from "./unfinished-containers.ts";

test("a container without a configuration goes, any other stays", () => {
  const root = mkdtempSync(join(tmpdir(), "drillbook-store-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  removeUnfinishedContainers(root);
  for (const name of ["whole", "half"])
    mkdirSync(join(root, "containers", name, "checkpoints"), { recursive: true });
  writeFileSync(join(root, "containers", "whole", "config.v2.json"), "{}");
  removeUnfinishedContainers(root);
  expect(readdirSync(join(root, "containers"))).toEqual(["whole"]);
});
