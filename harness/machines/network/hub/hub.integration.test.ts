import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { shortest } from "../../../contract/shortest.ts";
import { runningCommands } from "../../../guest/testing/running-commands.ts";
import type { Rig } from "../../../scenario/rig.ts";
import { identify, livenessOf } from "../../engine/process-identity.ts";
import { RigFolder } from "../../rig-record.ts";
import { type Port, portsOf } from "../rig-networks.ts";
import { readPcap } from "../testing/read-pcap.ts";
import { Hub } from "./hub.ts";
import { startHub } from "./rig-place.ts";
import { Namespace } from "./testing/namespace.ts";
import { networkNamespaces } from "./testing/network-namespaces.ts";

/** What has not come by then will not come. */
const hangsMs = 20_000;
const gateway = "192.0.2.254";

const rig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/25" },
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

const ports = (machine: string): Port[] =>
  rig.machines.filter(({ name }) => name === machine).flatMap((spec) => portsOf(rig, spec));

const portOf = (machine: string, network: string): Port => {
  const found = ports(machine).find((port) => port.network === network);
  if (found === undefined) throw new TypeError(`${machine} is not in ${network}`);
  return found;
};

const made: AsyncDisposable[] = [];
/** The inodes of all that a test made. */
const namespaces: number[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one[Symbol.asyncDispose]();
  const left = new Set(networkNamespaces().map(({ inode }) => inode));
  expect(namespaces.splice(0).filter((inode) => left.has(inode))).toEqual([]);
});

const keeping = <T extends AsyncDisposable>(one: T): T => {
  made.unshift(one);
  return one;
};

const startTestHub = async (): Promise<Hub> => {
  const hub = keeping(await Hub.start({ rig: "test", networks: ["lan", "tailnet"], keep: false }));
  namespaces.push(hub.inode);
  return hub;
};

const startMachine = async (): Promise<Namespace> => {
  const machine = keeping(await Namespace.make());
  namespaces.push(machine.ref.inode);
  return machine;
};

/** A rig of two machines. */
const start = async () => {
  const hub = await startTestHub();
  const [one, two] = [await startMachine(), await startMachine()];
  await hub.plug(one.ref, ports("one"));
  await hub.plug(two.ref, ports("two"));
  // The kernel tells a bridge of a link's carrier with a delay, and what comes before that is lost.
  for (const address of ["192.0.2.11", "198.51.100.11"])
    await vi.waitUntil(() => one.reaches(address), { timeout: hangsMs });
  return { hub, one, two };
};

/** A command in the hub's own namespace. */
const beside = (hub: Hub, ...command: readonly string[]): string =>
  execFileSync("nsenter", [`--net=/proc/${hub.identity?.pid}/ns/net`, ...command]).toString();

const column = (text: string, ...columns: readonly number[]): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.replace(/@\S+/g, "").split(/\s+/))
    .map((words) => columns.map((index) => words[index] ?? ""));

test("machines reach each other in each network, with the addresses and MACs that they were given", async () => {
  const { one } = await start();
  expect([one.reaches("192.0.2.11"), one.reaches("198.51.100.11")]).toEqual([true, true]);
  expect(column(one.run("ip", "-brief", "-4", "address"), 0, 1, 2)).toEqual([
    ["lo", "UNKNOWN", "127.0.0.1/8"],
    ["eth0", "UP", "192.0.2.10/24"],
    ["eth1", "UP", "198.51.100.10/25"],
  ]);
  expect(one.run("ip", "-4", "address", "show", "dev", "eth1")).toContain("brd 198.51.100.127");
  expect(column(one.run("ip", "-brief", "link", "show", "type", "veth"), 0, 2)).toEqual(
    ports("one").map(({ name, mac }) => [name, mac]),
  );
  expect(one.run("ip", "route", "show", "default")).toContain(`default via ${gateway} dev eth0`);
});

test("what a hub makes has no address and no route, and says nothing by itself", async () => {
  const { hub, one } = await start();
  expect(
    beside(hub, "ip", "-brief", "address")
      .trim()
      .split("\n")
      .filter((line) => /[.:]\d|::/.test(line)),
  ).toEqual([]);
  expect(beside(hub, "ip", "route", "show", "table", "all")).toBe("");
  expect(beside(hub, "ip", "-6", "route", "show", "table", "all")).toBe("");
  expect(beside(hub, "cat", "/proc/sys/net/ipv4/ip_forward").trim()).toBe("0");
  const bridges = JSON.parse(beside(hub, "ip", "-json", "-details", "link", "show", "type", "bridge"));
  const quiet = { forward_delay: 0, stp_state: 0, mcast_snooping: 0 };
  expect(bridges.map((bridge: { linkinfo: unknown }) => bridge.linkinfo)).toMatchObject([
    { info_data: quiet },
    { info_data: quiet },
  ]);
  expect(one.run("ip", "-6", "address", "show", "dev", "eth0")).toBe("");
});

test("a cut port lets nothing pass, and the machine keeps its address", async () => {
  const { hub, one, two } = await start();
  await hub.cut(portOf("one", "tailnet"));
  expect([one.reaches("198.51.100.11"), two.reaches("198.51.100.10")]).toEqual([false, false]);
  expect(one.reaches("192.0.2.11")).toBe(true);
  expect(one.run("ip", "-brief", "link", "show", "dev", "eth1")).not.toContain("LOWER_UP");
  expect(one.run("ip", "-4", "address", "show", "dev", "eth1")).toContain("198.51.100.10/25");
  await hub.heal(portOf("one", "tailnet"));
  await vi.waitFor(() => expect(one.reaches("198.51.100.11")).toBe(true), { timeout: hangsMs });
  expect(two.reaches("198.51.100.10")).toBe(true);
});

test("a machine whose namespace is another one is plugged again, with the same MAC; what was cut stays so", async () => {
  const { hub, two, one } = await start();
  await hub.cut(portOf("one", "tailnet"));
  // Both at once: nothing waits until the old end is gone.
  const again = await startMachine();
  await hub.plug(again.ref, ports("one"));
  expect(one.run("ip", "-brief", "link")).not.toContain("eth0");
  expect([two.reaches("192.0.2.10"), two.reaches("198.51.100.10")]).toEqual([true, false]);
  expect(again.run("ip", "-brief", "link", "show", "dev", "eth0")).toContain(portOf("one", "lan").mac);
  await hub.heal(portOf("one", "tailnet"));
  await vi.waitFor(() => expect(two.reaches("198.51.100.10")).toBe(true), { timeout: hangsMs });
});

test("equal addresses in two hubs are no trouble, and one does not reach the other", async () => {
  const [first, second] = [await start(), await start()];
  expect([first.one.reaches("192.0.2.11"), second.one.reaches("192.0.2.11")]).toEqual([true, true]);
  await first.hub.cut(portOf("two", "lan"));
  expect([first.one.reaches("192.0.2.11"), second.one.reaches("192.0.2.11")]).toEqual([false, true]);
});

test("a capture has what passes in its own network, once, with the kernel's time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hub-capture-"));
  try {
    const { hub, one } = await start();
    await hub.capture("lan", join(folder, "lan.pcap"));
    await hub.capture("tailnet", join(folder, "tailnet.pcap"));
    const [sinceMs] = [Date.now(), one.reaches("192.0.2.11")];
    await hub[Symbol.asyncDispose]();
    const datagrams = (network: string) =>
      readPcap(join(folder, `${network}.pcap`)).filter(({ frame }) => frame[23] === 17);
    expect(datagrams("tailnet")).toEqual([]);
    const [seen, ...more] = datagrams("lan");
    expect(more).toEqual([]);
    expect([...(seen?.frame.subarray(26, 34) ?? [])].join(".")).toBe("192.0.2.10.192.0.2.11");
    expect(seen?.atMs).toBeGreaterThan(sinceMs - 1);
    expect(seen?.atMs).toBeLessThan(Date.now());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("a namespace is refused", () => {
  const refused = async (ref: (hub: Hub) => { path: string; inode: number }) => {
    const hub = await startTestHub();
    return hub.plug(ref(hub), ports("one")).catch((error) => error.facts.got);
  };

  test("that is another one than it must be", async () => {
    const machine = await startMachine();
    expect(await refused(() => ({ ...machine.ref, inode: 1 }))).toBe(
      `${machine.ref.path} is another namespace by now`,
    );
    expect(machine.run("ip", "-brief", "link")).not.toContain("eth0");
  });

  test("that is the hub's own", async () => {
    const path = (hub: Hub) => `/proc/${hub.identity?.pid}/ns/net`;
    expect(await refused((hub) => ({ path: path(hub), inode: hub.inode }))).toMatch(
      "is the hub's own namespace",
    );
  });

  test("that has ended", async () => {
    const machine = await Namespace.make();
    await machine[Symbol.asyncDispose]();
    expect(await refused(() => machine.ref)).toMatch(/No such file/);
  });
});

test("a hub that ends takes the machines' ends with it, and the next change says so", async () => {
  const { hub, one } = await start();
  process.kill(hub.identity?.pid ?? 0, "SIGKILL");
  await vi.waitFor(() => expect(one.run("ip", "-brief", "link")).not.toContain("eth0"), { timeout: hangsMs });
  await expect(hub.cut(portOf("one", "lan"))).rejects.toMatchObject({
    message: "the rig's network has ended",
    facts: { got: "it ended with SIGKILL" },
  });
});

/** A process that starts a hub, plugs the machine and is told what to do then; answers it and its hub. */
const inAnotherProcess = async (machine: Namespace, keep: boolean, then: string) => {
  const script = `
    const { Hub } = await import("#harness/machines/network/hub/hub.ts");
    const hub = await Hub.start({ rig: "test", networks: ["lan", "tailnet"], keep: ${keep} });
    await hub.plug(${JSON.stringify(machine.ref)}, ${JSON.stringify(ports("one"))});
    console.log(hub.identity.pid);
    ${then}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [pid] = await once(child.stdout, "data");
  const hub = identify(Number(String(pid)));
  if (hub === undefined) throw new Error("the hub has ended");
  namespaces.push(statSync(`/proc/${hub.pid}/ns/net`).ino);
  return { child, hub };
};

test("nothing stays when the process of a hub is killed, also where the hub does not see the end of its input", async () => {
  const machine = await startMachine();
  const { child, hub } = await inAnotherProcess(machine, false, "setTimeout(() => {}, 1e6);");
  expect(machine.run("ip", "-brief", "link")).toContain("eth0");
  process.kill(hub.pid, "SIGSTOP");
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(machine.run("ip", "-brief", "link")).not.toContain("eth0"), {
    timeout: hangsMs,
  });
  expect(livenessOf(hub)).toBe("dead");
});

test("a hub that was kept lives on without its process, until it is ended", async () => {
  const machine = await startMachine();
  const { child, hub } = await inAnotherProcess(machine, true, "await hub.detach();");
  const [code] = await once(child, "exit");
  expect([code, livenessOf(hub)]).toEqual([0, "alive"]);
  expect(machine.run("ip", "-brief", "link", "show", "dev", "eth0")).toContain("LOWER_UP");
  process.kill(hub.pid, "SIGKILL");
  await vi.waitFor(() => expect(machine.run("ip", "-brief", "link")).not.toContain("eth0"), {
    timeout: hangsMs,
  });
});

test("a hub that could be kept ends with its process, when it was not", async () => {
  const machine = await startMachine();
  const { child, hub } = await inAnotherProcess(machine, true, "setTimeout(() => {}, 1e6);");
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(livenessOf(hub)).toBe("dead"), { timeout: hangsMs });
});

test("a process that has nothing else to do waits for the end of its hub, too", async () => {
  const script = `
    const { Hub } = await import("#harness/machines/network/hub/hub.ts");
    for (let count = 1; count <= 10; count += 1) {
      const hub = await Hub.start({ rig: "test", networks: ["lan"], keep: false });
      await hub[Symbol.asyncDispose]();
      console.log(count);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
  });
  const [code] = await once(child, "close");
  expect([code, said.trim().split("\n").at(-1)]).toEqual([0, "10"]);
});

test("a hub of a rig that was removed meanwhile ends at once", async () => {
  const folder = new RigFolder({ label: "test", kept: false });
  folder.remove();
  await expect(startHub(folder, ["lan"], false)).rejects.toThrow("ENOENT");
  expect(runningCommands().filter((one) => one.startsWith(`drillbook hub ${folder.nameOnHost}`))).toEqual([]);
});

/** A program behind a tap, as QEMU is: it asks who has an address, and prints the card that answers. Source: RFC 826 */
const askProgram = String.raw`
my ($descriptor, $me, $mine, $wanted) = @ARGV;
open(my $tap, "+<&=", $descriptor) or die("$descriptor: $!");
my $mac = pack("H12", $me =~ tr/://dr);
my ($from, $to) = map { pack("C4", split(/\./, $_)) } ($mine, $wanted);
# Before each frame, a head of ten bytes by which the kernel says what it left to do.
my $question = "\0" x 10 . "\xff" x 6 . $mac . pack("n n n C C n", 0x0806, 1, 0x0800, 6, 4, 1) . $mac . $from . "\0" x 6 . $to;
for (1 .. 50) {
  # A user-mode kernel gives its card up then.
  print("cannot write: $!"), exit(0) unless syswrite($tap, $question . "\0" x 18);
  vec(my $ready = "", fileno($tap), 1) = 1;
  while (select(my $now = $ready, undef, undef, 0.1)) {
    sysread($tap, my $frame, 65550);
    next unless substr($frame, 22, 2) eq "\x08\x06" && substr($frame, 30, 2) eq "\0\2";
    print join(":", unpack("(H2)6", substr($frame, 32, 6)));
    exit(0);
  }
}
print "no answer";
`;

test("what opens a port as a tap is a station in the network of that port, also the next one, until it is cut", async () => {
  const { hub, one } = await start();
  const [lan] = ports("two");
  if (lan === undefined) throw new TypeError("the machine is in two networks");
  const tapped = { ...lan, machine: "three", address: "192.0.2.30", mac: "52:54:00:00:00:30" };
  const ask = async () => {
    const { before, descriptors } = await hub.openTaps([{ ...tapped, network: "tailnet" }, tapped]);
    const words = [...before, "perl", "-e", askProgram, String(descriptors[1]), tapped.mac, tapped.address];
    return execFileSync(words[0] ?? "", [...words.slice(1), "192.0.2.10"]).toString();
  };
  const card = portOf("one", "lan").mac;
  expect([await ask(), await ask()]).toEqual([card, card]);
  await hub.cut(tapped);
  expect(await ask()).toBe("no answer");
  expect(one.reaches("192.0.2.11")).toBe(true);
  await hub.setQuality(tapped, { delayMs: 10, lossPercent: 0 });
  expect(await ask()).toBe("no answer");
  await hub.heal(tapped);
  expect(await ask()).toBe(card);
  await hub.cut(tapped);
  await hub.setQuality(tapped, { delayMs: 0, lossPercent: 0 });
  expect(await ask()).toBe("no answer");
  await hub.heal(tapped);
  expect(await ask()).toBe(card);
});

test("a command without a tap runs in the hub's namespace, too, as QEMU does for a machine without a network", async () => {
  const { hub } = await start();
  const { before, descriptors } = await hub.openTaps([]);
  const words = [...before, "readlink", "/proc/self/ns/net"];
  const namespace = execFileSync(words[0] ?? "", words.slice(1))
    .toString()
    .trim();
  expect(descriptors).toEqual([]);
  expect(namespace).toMatch(/^net:/);
  expect(namespace).not.toBe(readlinkSync("/proc/self/ns/net"));
});

describe("a wire", () => {
  /**
   * Counts datagrams until none comes for two seconds; answers how many, and from the first to the last in ms. It has a
   * buffer for all of them and the kernel's times of their arrival, because it may be slow itself. Source: socket(7)
   */
  const countProgram = `
    use Socket;
    $| = 1;
    socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
    # SO_RCVBUFFORCE
    setsockopt($socket, SOL_SOCKET, 33, pack("i", 64 * 1024 * 1024)) or die("buffer: $!");
    bind($socket, pack_sockaddr_in(5000, INADDR_ANY)) or die;
    # SIOCGSTAMP; from the first time on arrivals have times.
    sub arrived {
      ioctl($socket, 0x8906, my $time = "\\0" x 16) or return;
      my ($seconds, $microseconds) = unpack("q q", $time);
      return $seconds * 1000 + $microseconds / 1000;
    }
    arrived();
    print("listens\\n");
    my ($count, $first, $last) = (0, 0, 0);
    for (my $wait = 15; ; $wait = 2) {
      vec(my $readable = "", fileno($socket), 1) = 1;
      select($readable, undef, undef, $wait) or last;
      defined(recv($socket, my $datagram, 2048, 0)) or die("recv: $!");
      $last = arrived();
      $first ||= $last;
      $count += 1;
    }
    printf('{"count":%d,"ms":%.3f}', $count, $last - $first);`;

  /** Sends so many datagrams of this size, some at a time. */
  const sendProgram = `
    use Socket;
    my ($address, $count, $size) = @ARGV;
    socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
    connect($socket, pack_sockaddr_in(5000, inet_aton($address))) or die;
    for (1 .. $count) {
      send($socket, "x" x $size, 0);
      select(undef, undef, undef, 0.002) if $_ % 50 == 0;
    }`;

  const arrivals = async (from: Namespace, to: Namespace, count: number, size = 100) => {
    const args = ["--pdeathsig", "KILL", "nsenter", `--net=${to.ref.path}`, "perl", "-e", countProgram];
    const child = spawn("setpriv", args, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (data: Buffer) => {
      said += data.toString();
    });
    const ended = once(child, "exit");
    await vi.waitFor(() => expect(said).toContain("listens"), { timeout: hangsMs });
    from.run("perl", "-e", sendProgram, "192.0.2.11", String(count), String(size));
    await ended;
    return JSON.parse(said.split("\n")[1] ?? "") as { count: number; ms: number };
  };

  /** The shortest of some round trips, in milliseconds. */
  const roundTrip = (from: Namespace, address: string): number =>
    Number(
      from.run(
        process.execPath,
        "-e",
        `
        const times = [];
        const ask = () => {
          const sentMs = performance.now();
          // A closed port refuses at once.
          require("node:net").connect(9, "${address}").on("error", () => {
            times.push(performance.now() - sentMs);
            if (times.length < 5) return ask();
            console.log(Math.min(...times));
          });
        };
        ask();`,
      ),
    );

  test("delays each frame, both ways, on its own port alone, until it is taken away; also of a machine that comes later", async () => {
    const { hub, one, two } = await start();
    await hub.setQuality(portOf("two", "lan"), { delayMs: 50, lossPercent: 0 });
    const slow = roundTrip(one, "192.0.2.11");
    expect(slow).toBeGreaterThanOrEqual(100);
    expect(roundTrip(one, "198.51.100.11")).toBeLessThan(slow - 90);
    const again = await startMachine();
    await hub.plug(again.ref, ports("two"));
    expect(roundTrip(one, "192.0.2.11")).toBeGreaterThanOrEqual(100);
    await hub.setQuality(portOf("two", "lan"), { delayMs: 0, lossPercent: 0 });
    expect(roundTrip(one, "192.0.2.11")).toBeLessThan(slow - 90);
    expect(beside(hub, "ip", "-brief", "link")).not.toMatch(/^w/m);
    expect(two.run("ip", "-brief", "link")).not.toContain("eth0");
  });

  test("loses as many frames as it is told, and the same ones each time", async () => {
    const counts: number[] = [];
    for (const _ of [1, 2]) {
      const { hub, one, two } = await start();
      expect(one.reaches("192.0.2.11")).toBe(true);
      await hub.setQuality(portOf("two", "lan"), { delayMs: 0, lossPercent: 20 });
      counts.push((await arrivals(one, two, 5000)).count);
      await hub.setQuality(portOf("two", "lan"), { delayMs: 0, lossPercent: 100 });
      expect([one.reaches("192.0.2.11"), two.reaches("192.0.2.10")]).toEqual([false, false]);
    }
    expect(counts[0]).toBeGreaterThan(0.77 * 5000);
    expect(counts[0]).toBeLessThan(0.83 * 5000);
    expect(counts[1]).toBe(counts[0]);
  });

  test("passes as many bits a second as it is told", async () => {
    const { hub, one, two } = await start();
    await hub.setQuality(portOf("two", "lan"), { delayMs: 0, lossPercent: 0, rateKbit: 8000 });
    const took = async () => {
      const { count, ms } = await arrivals(one, two, 2000, 958);
      expect(count).toBe(2000);
      // Each of a thousand bytes in its frame: eight thousand bits.
      expect(ms).toBeGreaterThan(0.9 * 2000);
      return ms;
    };
    expect(await shortest(1.5 * 2000, took)).toBeLessThan(1.5 * 2000);
  });
});

test("a network that the rig does not have is named", async () => {
  const hub = await startTestHub();
  const lost = { ...portOf("one", "lan"), network: "nowhere" };
  const machine = await startMachine();
  await expect(hub.plug(machine.ref, [lost])).rejects.toThrow('the rig has no network "nowhere"');
  await expect(hub.capture("nowhere", "/nowhere/x.pcap")).rejects.toThrow('the rig has no network "nowhere"');
});
