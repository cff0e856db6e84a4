import { afterAll, beforeAll, expect, test } from "vitest";
import { inTurn } from "../../../test/in-turn.ts";
import { usualCache } from "../../../test/integration/support/caches.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { labelFilter, labelsOf, type RigLabels } from "../engine/labels.ts";
import { type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import { removeRig } from "../engine/remove-rig.ts";
import { removeLeftovers } from "./index.ts";

const dead: ProcessIdentity = { ...thisProcess(), startTicks: "1" };

inTurn(usualCache);

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ setup: true, onProgress: () => {} });
});
afterAll(async () => {
  for (const rig of ["left", "kept", "mine", "elsewhere"]) await removeRig(engine.docker, `test-${rig}`);
  await engine[Symbol.asyncDispose]();
});

const network = (name: string, owner: ProcessIdentity, rig: Partial<RigLabels> = {}) =>
  engine.docker.createNetwork({
    Name: `drillbook-test-${name}`,
    Internal: true,
    Labels: labelsOf({ label: `drill ${name}`, rig: `test-${name}`, kept: false, ...rig }, owner),
  });

test("only what a dead harness left goes, and what goes is said", async () => {
  await network("left", dead);
  await network("kept", dead, { kept: true });
  await network("mine", thisProcess());
  await network("elsewhere", { ...dead, host: "another host" });
  const before = process.env["DOCKER_HOST"];
  process.env["DOCKER_HOST"] = engine.dockerHost;
  const lines: string[] = [];
  try {
    await removeLeftovers({ onProgress: (line) => lines.push(line) });
  } finally {
    if (before === undefined) delete process.env["DOCKER_HOST"];
    else process.env["DOCKER_HOST"] = before;
  }
  const left = await engine.docker.listNetworks({ filters: labelFilter() });
  expect(
    left
      .map(({ Name }) => Name)
      .filter((name) => name.startsWith("drillbook-test-"))
      .sort(),
  ).toEqual(["drillbook-test-elsewhere", "drillbook-test-kept", "drillbook-test-mine"]);
  expect(lines).toContain(
    `removed the machines and networks of "drill left" (process ${dead.pid} has ended)`,
  );
});
