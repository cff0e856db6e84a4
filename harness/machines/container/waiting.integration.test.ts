import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTurn } from "../../../test/in-turn.ts";
import { usualCache } from "../../../test/integration/support/caches.ts";
import type { Rig } from "../../scenario/rig.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { labelFilter, labelsOf } from "../engine/labels.ts";
import { identify, type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import { hostDir, makeHostDir, removeClaim, writeClaim } from "../host/claims.ts";
import { ContainerRig } from "./container-rig.ts";
import { needOfContainers } from "./need.ts";

inTurn(usualCache);

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ setup: true, onProgress: () => {} });
});
afterAll(() => engine[Symbol.asyncDispose]());

const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: [{ name: "rift", addresses: { lan: "192.0.2.10" }, users: ["root"], provision: [] }],
  setup: [],
  samples: [],
};

/** What a drill of another process has: a claim, and a network with the rig's addresses. */
const othersRig = async (owner: ProcessIdentity) => {
  const need = needOfContainers(engine, rig, {
    ...{ label: "other", machines: rig.machines, ownNetworks: false },
  });
  const ticket = 1_000_000;
  makeHostDir(hostDir());
  writeClaim(hostDir(), { ...need, ticket, owner, sinceMs: 0, state: "running", processes: [] });
  await engine.docker.createNetwork({
    Name: "others",
    Internal: true,
    IPAM: { Config: [{ Subnet: "192.0.2.0/24" }] },
    Labels: labelsOf({ label: "other", rig: "0badcafe", kept: false }, owner),
  });
  return () => removeClaim(hostDir(), ticket);
};

test("the rig that was waited for is killed: what it left is removed, and its addresses are free", async () => {
  const other = spawn("sleep", ["600"]);
  const removeIt = await othersRig(identify(other.pid ?? 0) ?? thisProcess());
  const told: string[] = [];
  try {
    const starting = ContainerRig.start({
      ...{ engine, rig, label: "mine", keep: false, ownNetworks: false },
      facts: { engine: engine.name, imageDigest: "" },
      // There is none: the start fails when the networks have been made.
      imageOf: () => "drillbook-test/absent",
      onProgress: (line) => {
        told.push(line);
        if (told.length === 1) other.kill("SIGKILL");
      },
    });
    await expect(starting).rejects.toMatchObject({
      code: "machine-failed",
      message: expect.not.stringContaining("addresses"),
    });
  } finally {
    removeIt();
  }
  expect(told).toEqual([
    `waiting for the networks of ${engine.name} at ${engine.dockerHost}: process ${other.pid} ("other") has the same addresses`,
    `removed the machines and networks of "other" (process ${other.pid} has ended)`,
  ]);
  expect(await engine.docker.listNetworks({ filters: labelFilter() })).toEqual([]);
});
