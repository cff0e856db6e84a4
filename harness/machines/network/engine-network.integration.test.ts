import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { duplexPair } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ownContents } from "../../../test/own-machines.ts";
import type { Rig } from "../../scenario/rig.ts";
import { containerRigHost } from "../container/index.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { labelFilter } from "../engine/labels.ts";
import { networkNamespaceOf } from "../engine/network-namespace.ts";
import type { RigHost, RunningRig } from "../rig-host.ts";
import { joinEngineNetwork } from "./engine-network.ts";
import { FrameSplitter, framed } from "./framing.ts";
import { Switch } from "./switch.ts";
import { readPcap } from "./testing/read-pcap.ts";

/** What has not come by then will not come. */
const hangsMs = 20_000;

const rig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/24" },
  ],
  machines: ["one", "two"].map((name, index) => ({
    name,
    addresses: { lan: `192.0.2.1${index}`, tailnet: `198.51.100.1${index}` },
    users: [],
    provision: [],
  })),
  setup: [],
  samples: [],
};

let engine: Engine;
let host: RigHost;
let running: RunningRig;
let folder: string;
beforeAll(async () => {
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  folder = mkdtempSync(join(tmpdir(), "capture-"));
  engine = await openEngine({ setup: true, onProgress });
  host = containerRigHost({ engine, contents: ownContents, networks: "engine" });
  await host.prepare(rig, onProgress);
  running = await host.start(rig, { label: "networks", keep: false, captureDir: folder });
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (machine: string, script: string): Promise<string> =>
  (await running.machines.get(machine)?.exec({ script, timeoutMs: 10_000 }))?.stdout.trim() ?? "";

const framesIn = (network: string) => readPcap(join(folder, `${network}.pcap`)).map(({ frame }) => frame);

/** A command in the engine's network namespace. */
const beside = (...command: readonly string[]): string =>
  execFileSync("nsenter", [`--net=${networkNamespaceOf(engine)}`, ...command]).toString();

const interfaces = (): string => beside("ip", "-brief", "link");

/** Processes of ours at bridges. */
const relays = (): number =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("drillbook")).length;

const engineNetwork = async (network: string): Promise<string> => {
  const all = await engine.docker.listNetworks({ filters: labelFilter() });
  return all.find(({ Name }) => Name.endsWith(`-${network}`))?.Name ?? "";
};

test("a capture has what passes between two machines, in its own network alone", async () => {
  expect(await run("one", "ping -c 1 -W 2 192.0.2.11 >/dev/null && echo reached")).toBe("reached");
  const [one, two] = [Buffer.from([192, 0, 2, 10]), Buffer.from([192, 0, 2, 11])];
  const count = (network: string, ...addresses: readonly Buffer[]) =>
    framesIn(network).filter((frame) => frame.subarray(26, 34).equals(Buffer.concat(addresses))).length;
  // Once each: not again where they leave the bridge.
  await vi.waitFor(() => expect([count("lan", one, two), count("lan", two, one)]).toEqual([1, 1]), {
    timeout: hangsMs,
  });
  expect([count("tailnet", one, two), count("tailnet", two, one)]).toEqual([0, 0]);
  expect(readdirSync(folder).sort()).toEqual(["lan.pcap", "tailnet.pcap"]);
});

test("a capture has the time at which a frame passed, however busy this process is", async () => {
  const asked = () =>
    readPcap(join(folder, "lan.pcap")).filter(
      ({ frame }) => frame[23] === 1 && frame[34] === 8 && frame.length === 642,
    );
  const pinging = run("one", "ping -c 4 -i 0.2 -s 600 192.0.2.11");
  await vi.waitFor(() => expect(asked()).not.toEqual([]), { interval: 2, timeout: hangsMs });
  for (const end = performance.now() + 900; performance.now() < end; );
  await pinging;
  await vi.waitFor(() => expect(asked()).toHaveLength(4), { timeout: hangsMs });
  const times = asked().map(({ atMs }) => atMs);
  // All that were read after the pause would have one time.
  for (const [index, atMs] of times.slice(1).entries())
    expect(atMs - (times[index] ?? 0)).toBeGreaterThan(10);
});

/** A cable that leads out of the engine's namespace, towards 203.0.113.9; nothing but what is routed there is sent. */
const layCable = (): void => {
  beside("ip", "link", "add", "near", "type", "veth", "peer", "name", "far");
  for (const end of ["near", "far"]) {
    const ipv6 = `/proc/sys/net/ipv6/conf/${end}/disable_ipv6`;
    beside("sh", "-c", `[ ! -e ${ipv6} ] || echo 1 >${ipv6}`);
    beside("ip", "link", "set", end, "up");
  }
  beside("ip", "address", "add", "203.0.113.1/24", "dev", "near");
  beside("ip", "neighbour", "add", "203.0.113.9", "lladdr", "02:00:00:00:00:09", "dev", "near");
};

const arrivedAt = (end: string): number => {
  const [link] = JSON.parse(beside("ip", "-json", "-statistics", "link", "show", end));
  return link.stats64.rx.packets;
};

test("no packet leaves a machine's network, even where a route of the engine leads on", async (context) => {
  if (!engine.isolated) context.skip("the engine's routes are those of this host");
  const beyond = Buffer.from([203, 0, 113, 9]);
  const sent = () => framesIn("lan").filter((frame) => frame.subarray(30, 34).equals(beyond)).length;
  const { IPAM } = await engine.docker.getNetwork(await engineNetwork("lan")).inspect();
  const bridge = IPAM?.Config?.[0]?.["Gateway"];
  layCable();
  try {
    await run("one", `ip route add 203.0.113.0/24 via ${bridge}; ping -c 3 -i 0.2 -W 1 203.0.113.9`);
    // The bridge got them: it is the engine that let none of them out.
    await vi.waitFor(() => expect(sent()).toBe(3), { timeout: hangsMs });
    expect(arrivedAt("far")).toBe(0);
  } finally {
    await run("one", "ip route del 203.0.113.0/24");
    beside("ip", "link", "del", "near");
  }
});

/** A station on a switch that asks who has an address, and hears who says so. Source: RFC 826. */
const askWhoHas = async (sw: Switch, address: string): Promise<string> => {
  const [ours, theirs] = duplexPair();
  const port = sw.attach(ours);
  const me = Buffer.from("020000000099c0000263", "hex");
  const wanted = Buffer.from(address.split(".").map(Number));
  const question = Buffer.concat([
    ...[Buffer.alloc(6, 0xff), me.subarray(0, 6), Buffer.from("08060001080006040001", "hex")],
    ...[me, Buffer.alloc(6), wanted],
  ]);
  try {
    return await new Promise((resolve) => {
      const splitter = new FrameSplitter((frame) => {
        if (frame.readUInt16BE(12) !== 0x0806 || frame.readUInt16BE(20) !== 2) return;
        resolve([...frame.subarray(28, 32)].join("."));
      });
      theirs.on("data", (data: Buffer) => splitter.push(data));
      theirs.write(framed(question));
      setTimeout(() => resolve("no answer"), 1000);
    });
  } finally {
    port.close();
  }
};

test("a switch and an engine's network are one, until they are parted", async () => {
  const before = interfaces();
  const sw = new Switch("lan");
  expect(await askWhoHas(sw, "192.0.2.11")).toBe("no answer");
  const joined = await joinEngineNetwork(engine, await engineNetwork("lan"), sw);
  expect(interfaces()).toContain("drillbook0");
  expect(await askWhoHas(sw, "192.0.2.11")).toBe("192.0.2.11");
  expect(await askWhoHas(sw, "192.0.2.99")).toBe("no answer");
  await joined[Symbol.asyncDispose]();
  expect(await askWhoHas(sw, "192.0.2.11")).toBe("no answer");
  expect(interfaces()).toBe(before);
  await sw.close();
});

test("nothing stays in an engine's network when this process is killed", async () => {
  const before = interfaces();
  const script = `
    const { openEngine } = await import("#harness/machines/engine/index.ts");
    const { joinEngineNetwork } = await import("#harness/machines/network/engine-network.ts");
    const { Switch } = await import("#harness/machines/network/switch.ts");
    const engine = await openEngine({ setup: false, onProgress: () => {} });
    await joinEngineNetwork(engine, process.env.NETWORK, new Switch("lan"));
    console.log("joined");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, NETWORK: await engineNetwork("lan") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(interfaces()).toContain("drillbook0");
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(interfaces()).toBe(before), { timeout: 100_000 });
});

test("an engine that is somewhere else is refused", async (context) => {
  const sw = new Switch("lan");
  const network = await engineNetwork("lan");
  const elsewhere: Engine = { ...engine, dockerHost: "tcp://192.0.2.1:2375" };
  await expect(joinEngineNetwork(elsewhere, network, sw)).rejects.toMatchObject({
    code: "host-not-ready",
    facts: { got: `the networks of ${engine.name} at tcp://192.0.2.1:2375 are not this host's` },
  });
  if (!engine.isolated) context.skip("the engine's networks are in this namespace");
  const inAnotherNamespace: Engine = { ...engine, isolated: false };
  await expect(joinEngineNetwork(inAnotherNamespace, network, sw)).rejects.toMatchObject({
    facts: { got: expect.stringMatching(/^no bridge here has the address 192\.0\.2\./) },
  });
});

test("nothing is left of a capture when the machines are gone", async () => {
  const frames = framesIn("lan").length;
  expect(frames).toBeGreaterThan(0);
  expect(relays()).toBe(2);
  await running.stop();
  expect(relays()).toBe(0);
  expect(interfaces()).not.toMatch(/drillbook|br-/);
  expect(framesIn("lan").length).toBeGreaterThanOrEqual(frames);
});
