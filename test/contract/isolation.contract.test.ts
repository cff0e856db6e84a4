import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { containerRigHost } from "#harness/machines/container/index.ts";
import type { Engine } from "#harness/machines/engine/engine.ts";
import { labelFilter } from "#harness/machines/engine/labels.ts";
import { processesFolderOf } from "#harness/machines/engine/processes-folder.ts";
import { Listener } from "#harness/machines/network/hub/testing/listener.ts";
import { sendEverything } from "#harness/machines/network/hub/testing/send-everything.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: ["one", "two"].map((name, index) => ({
    name,
    addresses: { lan: `192.0.2.1${index}` },
    users: [],
    provision: [],
  })),
  setup: [],
  samples: [],
};

/** The last three are beyond the rig: the gateway that it must not have, and addresses elsewhere. */
const addresses = ["192.0.2.11", "192.0.2.255", "224.0.0.251", "192.0.2.254", "203.0.113.1", "198.51.100.7"];

inTurn(usualCache);

let engine: Engine;
let own: RigHost;
let engines: RigHost;
beforeAll(async () => {
  engine = await openTestEngine((line) => process.stdout.write(`${line}\n`));
  own = containerRigHost({ engine, contents: ownContents });
  // Not disposed: the engine is ended by the other host.
  engines = containerRigHost({ engine, contents: ownContents, networks: "engine" });
  for (const host of [own, engines]) await host.prepare(rig, () => {});
});
afterAll(() => own[Symbol.asyncDispose]());

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]();
});
const keeping = <T extends AsyncDisposable>(one: T): T => {
  opened.unshift(one);
  return one;
};

/** Starts the rig; answers the network namespace of each of its machines. */
const start = async (host: RigHost, label: string): Promise<(machine: string) => string> => {
  const running: RunningRig = await host.start(rig, { label, keep: false });
  keeping({ [Symbol.asyncDispose]: () => running.stop() });
  const containers = await engine.docker.listContainers({ filters: labelFilter() });
  const pids = new Map<string, number>();
  for (const { Id, Labels } of containers) {
    if (Labels["drillbook"] !== label) continue;
    const { State } = await engine.docker.getContainer(Id).inspect();
    pids.set(Labels["drillbook.machine"] ?? "", State.Pid);
  }
  return (machine) => `${processesFolderOf(engine)}/${pids.get(machine)}/ns/net`;
};

const listen = async (namespace: string): Promise<Listener> => keeping(await Listener.start(namespace));

const send = (namespace: string): void => {
  const args = [`--net=${namespace}`, "perl", "-e", sendEverything, "eth0", ...addresses];
  execFileSync("nsenter", args);
};

/** Frames of ours: the kernel's and the engine's own have no such mark. */
const arrivedAt = async (listener: Listener): Promise<number> =>
  (await listener.all()).filter((frame) => frame.includes(Buffer.from("drillbook-way").toString("hex")))
    .length;

/** How much of what the first machine sends arrives: in the engine, and in another rig of the engine. */
const arrivals = async (from: RigHost): Promise<{ engine: number; other: number }> => {
  const sender = await start(from, "sender");
  const other = await start(from === own ? engines : own, "other");
  const listeners = {
    neighbour: await listen(sender("two")),
    engine: await listen(`${processesFolderOf(engine)}/1/ns/net`),
    other: await listen(other("two")),
  };
  send(sender("one"));
  // The last frame that is sent: the others have arrived before, where they do.
  const hasLast = () => listeners.neighbour.frames.some((frame) => frame.slice(24, 28) === "88b5");
  await expect.poll(hasLast, { timeout: 20_000 }).toBe(true);
  return {
    engine: await arrivedAt(listeners.engine),
    other: await arrivedAt(listeners.other),
  };
};

test("nothing of a rig with networks of its own arrives in its engine, or in the engine's other networks", async () => {
  expect(await arrivals(own)).toEqual({ engine: 0, other: 0 });
});

test("what a machine in the engine's networks sends would be heard there", async () => {
  const { engine: heard, other } = await arrivals(engines);
  expect(heard).toBeGreaterThan(0);
  expect(other).toBe(0);
});
