import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import type { MachineSpec, Rig } from "../../../scenario/rig.ts";
import { portsOf } from "../rig-networks.ts";
import { Listener } from "./testing/listener.ts";
import { Namespace } from "./testing/namespace.ts";
import { sendEverything } from "./testing/send-everything.ts";

const hangsMs = 20_000;

const machine = (name: string, address: string): MachineSpec => ({
  name,
  addresses: { lan: address },
  users: [],
  provision: [],
});
const [one, two] = [machine("one", "192.0.2.10"), machine("two", "192.0.2.11")];
const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: [one, two],
  setup: [],
  samples: [],
};
const gateway = "192.0.2.1";

/** Where the machine sends to: its gateway, the host, the other machine's address, all, a group, an address beyond. */
const addresses = [
  gateway,
  "203.0.113.1",
  "192.0.2.11",
  "192.0.2.255",
  "255.255.255.255",
  "224.0.0.251",
  "198.51.100.7",
];

const made: AsyncDisposable[] = [];
const keeping = <T extends AsyncDisposable>(disposable: T): T => {
  made.unshift(disposable);
  return disposable;
};
afterEach(async () => {
  for (const disposable of made.splice(0)) await disposable[Symbol.asyncDispose]();
});

/** A namespace that plays the host: it has the addresses that a machine would find a way out by. */
const playHost = async (): Promise<Namespace> => {
  const host = keeping(await Namespace.make());
  host.run("sh", "-c", "for file in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >$file; done");
  host.run("ip", "link", "add", "card", "type", "veth", "peer", "name", "wire");
  for (const name of ["lo", "card", "wire"]) host.run("ip", "link", "set", name, "up");
  for (const address of ["203.0.113.1/24", `${gateway}/24`])
    host.run("ip", "address", "add", address, "dev", "card");
  host.run("ip", "route", "add", "default", "via", "203.0.113.254");
  return host;
};

/** A rig whose hub is started by a process in the namespace of the host. */
const startRig = async (host: Namespace) => {
  const machines = await Promise.all(
    [one, two].map(async (spec) => ({ spec, namespace: keeping(await Namespace.make()) })),
  );
  const plugs = machines.map(({ spec, namespace }) => [
    namespace.ref,
    portsOf(rig, spec).map((port) => ({ ...port, gateway })),
  ]);
  const script = `
    const { Hub } = await import("#harness/machines/network/hub/hub.ts");
    const hub = await Hub.start({ rig: "test", networks: ["lan"], keep: false });
    for (const plug of ${JSON.stringify(plugs)}) await hub.plug(...plug);
    console.log(hub.identity.pid);
    setTimeout(() => {}, 1e8);`;
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "nsenter", `--net=${host.ref.path}`],
      ...[process.execPath, "--input-type=module", "-e", script],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  keeping({
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  });
  const [pid] = await once(child.stdout, "data");
  const [first, second] = machines;
  if (!first || !second) throw new TypeError("the rig has two machines");
  return { hub: `/proc/${String(pid).trim()}/ns/net`, one: first.namespace, two: second.namespace };
};

const inHub = (hub: string, ...command: readonly string[]): string =>
  execFileSync("nsenter", [`--net=${hub}`, ...command]).toString();

/** Resolves when the bridge passes on what comes from this link: the kernel tells it of a carrier with a delay. */
const forwards = (hub: string, link: string): Promise<void> =>
  vi.waitFor(
    () => {
      const [seen] = JSON.parse(inHub(hub, "ip", "-json", "-details", "link", "show", "dev", link));
      expect(seen.linkinfo.info_slave_data.state).toBe("forwarding");
    },
    { timeout: hangsMs },
  );

const linksIn = (json: string): string[] =>
  JSON.parse(json)
    .map(({ ifname }: { ifname: string }) => ifname)
    .sort();

type Scene = {
  readonly host: Namespace;
  readonly hub: string;
  readonly otherHub: string;
  readonly one: Namespace;
};

/** What of a rig is, or arrives, where it must not; `leak` makes it so. */
const leaksOf = async (leak: (scene: Scene) => Promise<void> | void = () => {}): Promise<string[]> => {
  const host = await playHost();
  const [ours, other] = [await startRig(host), await startRig(host)];
  await leak({ host, hub: ours.hub, otherHub: other.hub, one: ours.one });
  const outside = keeping(await Listener.start(host.ref.path));
  const elsewhere = await Promise.all(
    [other.one, other.two].map(async ({ ref }) => keeping(await Listener.start(ref.path))),
  );
  const beside = keeping(await Listener.start(ours.two.ref.path));
  ours.one.run("perl", "-e", sendEverything, "eth0", ...addresses);
  // The last frame that is sent: what went another way has arrived there, too.
  await vi.waitFor(() => expect(beside.frames.some((frame) => frame.slice(24, 28) === "88b5")).toBe(true), {
    timeout: hangsMs,
  });
  // All of it was sent: a question for each address, by either sender, and what else there is.
  expect(beside.frames.length).toBeGreaterThan(4 * addresses.length);
  const arrived = async (listeners: readonly Listener[]): Promise<boolean> =>
    (await Promise.all(listeners.map((one) => one.all()))).some((frames) => frames.length > 0);
  const settings = inHub(ours.hub, "cat", "/proc/sys/net/ipv4/ip_forward").trim();
  return [
    ...((await arrived([outside])) ? ["frames arrive at the host"] : []),
    ...((await arrived(elsewhere)) ? ["frames arrive in another rig"] : []),
    ...(JSON.parse(inHub(ours.hub, "ip", "-json", "address")).some(
      ({ addr_info }: { addr_info: readonly unknown[] }) => addr_info.length > 0,
    )
      ? ["the hub has an address"]
      : []),
    ...(inHub(ours.hub, "ip", "route", "show", "table", "all") === "" ? [] : ["the hub has a route"]),
    ...(settings === "0" ? [] : ["the hub forwards"]),
    ...linksIn(inHub(ours.hub, "ip", "-json", "link"))
      .filter((name) => !["b0", "lo", "p0", "p1"].includes(name))
      .map((name) => `the hub has a link ${name}`),
    ...linksIn(ours.one.run("ip", "-json", "link"))
      .filter((name) => !["eth0", "lo"].includes(name))
      .map((name) => `the machine has a link ${name}`),
  ];
};

test("no frame leaves a rig: to the host, to another rig, or to an address beyond", async () => {
  expect(await leaksOf()).toEqual([]);
});

test("a cable from a rig's network to the host would be seen", async () => {
  const leaks = await leaksOf(async ({ host, hub }) => {
    host.run("ip", "link", "add", "leak", "type", "veth", "peer", "name", "far", "netns", hub);
    host.run("ip", "link", "set", "leak", "up");
    inHub(hub, "ip", "link", "set", "far", "master", "b0", "up");
    await forwards(hub, "far");
  });
  expect(leaks).toEqual(["frames arrive at the host", "the hub has a link far"]);
});

test("a cable between two rigs would be seen", async () => {
  const leaks = await leaksOf(async ({ host, hub, otherHub: theirs }) => {
    host.run(
      "ip",
      "link",
      "add",
      "here",
      "netns",
      hub,
      "type",
      "veth",
      "peer",
      "name",
      "there",
      "netns",
      theirs,
    );
    inHub(hub, "ip", "link", "set", "here", "master", "b0", "up");
    inHub(theirs, "ip", "link", "set", "there", "master", "b0", "up");
    await forwards(hub, "here");
    await forwards(theirs, "there");
  });
  expect(leaks).toEqual(["frames arrive in another rig", "the hub has a link here"]);
});

test("an address of the hub, and its forwarding, would be seen", async () => {
  const leaks = await leaksOf(({ hub }) => {
    inHub(hub, "ip", "address", "add", `${gateway}/24`, "dev", "b0");
    inHub(hub, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
  });
  expect(leaks).toEqual(["the hub has an address", "the hub has a route", "the hub forwards"]);
});

test("a second way out of a machine would be seen", async () => {
  const leaks = await leaksOf(({ host, one: { ref } }) => {
    host.run("ip", "link", "add", "leak", "type", "veth", "peer", "name", "eth1", "netns", ref.path);
    host.run("ip", "link", "set", "leak", "up");
  });
  expect(leaks).toEqual(["the machine has a link eth1"]);
});
