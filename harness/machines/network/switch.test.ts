import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex, duplexPair } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MachineError } from "../../errors.ts";
import { FrameSplitter, framed } from "./framing.ts";
import { Switch, SwitchPort } from "./switch.ts";
import { readPcap } from "./testing/read-pcap.ts";

/** A frame that has not come by then will not come. */
const hangsMs = 20_000;

let folder: string;
let lan: Switch;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switch-"));
  lan = new Switch("lan");
});
afterEach(async () => {
  await lan.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Stations have hardware addresses of one letter; "*" is broadcast. */
const mac = (letter: string): Buffer =>
  letter === "*" ? Buffer.alloc(6, 0xff) : Buffer.from([2, 0, 0, 0, 0, letter.charCodeAt(0)]);

const ethernet = (from: string, to: string, text: string): Buffer =>
  Buffer.concat([mac(to), mac(from), Buffer.from([0x88, 0xb5]), Buffer.from(text)]);

/** A connected station, and the frames that it received. */
class Station {
  readonly heard: string[] = [];
  readonly letter: string;
  readonly stream: Duplex;

  constructor(letter: string, stream: Duplex) {
    this.letter = letter;
    this.stream = stream;
    const splitter = new FrameSplitter((frame) => this.heard.push(frame.toString("utf8", 14)));
    stream.on("data", (data: Buffer) => splitter.push(data));
    stream.on("error", () => {});
  }

  send(to: string, text: string): void {
    this.stream.write(framed(ethernet(this.letter, to, text)));
  }
}

const plugIn = (letter: string, options: { captured?: boolean } = {}) => {
  const [ours, theirs] = duplexPair();
  return { station: new Station(letter, theirs), port: lan.attach(ours, options) };
};

const stations = (...letters: readonly [string, string, string]): [Station, Station, Station] => {
  const [a, b, c] = letters;
  return [plugIn(a).station, plugIn(b).station, plugIn(c).station];
};

const connectTo = async (letter: string, path: string): Promise<Station> => {
  const socket: Socket = connect(path);
  await once(socket, "connect");
  return new Station(letter, socket);
};

/** Frames keep their order: what was sent before the mark has come, or does not come. */
const passed = async (from: Station, ...to: readonly Station[]): Promise<void> => {
  from.send("*", "mark");
  for (const one of to)
    await vi.waitFor(() => expect(one.heard.at(-1)).toBe("mark"), { interval: 2, timeout: hangsMs });
};

const without = (heard: readonly string[]): string[] => heard.filter((text) => text !== "mark");

test("a frame for a station of which nothing is known goes to all but the sender", async () => {
  const [a, b, c] = stations("a", "b", "c");
  a.send("b", "who is b");
  await passed(a, b, c);
  expect([a, b, c].map(({ heard }) => without(heard))).toEqual([[], ["who is b"], ["who is b"]]);
});

test("a frame for a station that has spoken goes there alone, wherever it is now", async () => {
  const [a, b, c] = stations("a", "b", "c");
  b.send("*", "I am b");
  await vi.waitFor(() => expect([a.heard, c.heard]).toEqual([["I am b"], ["I am b"]]), { timeout: hangsMs });
  a.send("b", "to b");
  await passed(a, b, c);
  expect(without(b.heard)).toEqual(["to b"]);
  expect(without(c.heard)).toEqual(["I am b"]);
  c.stream.write(framed(ethernet("b", "*", "b has moved")));
  await vi.waitFor(() => expect(a.heard).toContain("b has moved"), { timeout: hangsMs });
  a.send("b", "to b again");
  await passed(a, b, c);
  expect(c.heard).toContain("to b again");
  expect(b.heard).not.toContain("to b again");
});

test("nothing goes back where it came from, not even what is meant for there", async () => {
  const [a, b] = [plugIn("a").station, plugIn("b").station];
  a.send("*", "to all");
  a.send("a", "to myself");
  await passed(a, b);
  expect(a.heard).toEqual([]);
  expect(without(b.heard)).toEqual(["to all"]);
});

test("broadcast frames go to all ports, also when a guest uses a group address as its source", async () => {
  const [a, b, c] = stations("a", "b", "c");
  a.stream.write(framed(ethernet("*", "b", "from a sender that cannot be")));
  await passed(a, b, c);
  b.send("*", "to all");
  await vi.waitFor(() => expect([a, c].map(({ heard }) => heard.at(-1))).toEqual(["to all", "to all"]), {
    timeout: hangsMs,
  });
});

test("more addresses than a network has are not all remembered", async () => {
  const [a, b, c] = stations("a", "b", "c");
  b.send("*", "I am b");
  await vi.waitFor(() => expect(c.heard).toEqual(["I am b"]), { timeout: hangsMs });
  for (let made = 0; made < 5000; made += 1) {
    const frame = ethernet("c", "c", "made up");
    frame.writeUInt32BE(1000 + made, 8);
    c.stream.write(framed(frame));
  }
  await passed(c, a, b);
  a.send("b", "where is b");
  await passed(a, b, c);
  expect(c.heard).toContain("where is b");
});

test("what is too short for a frame goes nowhere", async () => {
  const [a, b] = [plugIn("a").station, plugIn("b").station];
  a.stream.write(framed(Buffer.alloc(13, 0xff)));
  await passed(a, b);
  expect(without(b.heard)).toEqual([]);
});

test("a cut port neither sends nor receives until it is healed", async () => {
  const [{ station: a, port }, { station: b }, { station: c }] = [plugIn("a"), plugIn("b"), plugIn("c")];
  a.send("*", "before");
  await passed(b, a, c);
  port.cut();
  expect(port.isUp).toBe(false);
  a.send("*", "from the cut one");
  b.send("*", "to the cut one");
  b.send("a", "to the cut one alone");
  await passed(b, c);
  port.heal();
  a.send("*", "healed");
  await vi.waitFor(() => expect(b.heard).toContain("healed"), { timeout: hangsMs });
  await passed(b, a, c);
  expect(without(a.heard)).toEqual([]);
  expect(without(b.heard)).toEqual(["before", "healed"]);
});

test("a slow port loses frames and does not delay the others", async () => {
  const [{ station: a }, { station: slow }, { station: fast }] = [plugIn("a"), plugIn("s"), plugIn("f")];
  slow.stream.pause();
  const long = "x".repeat(60_000);
  const count = 60;
  for (let sent = 0; sent < count; sent += 1) {
    a.send("*", long);
    await vi.waitFor(() => expect(fast.heard).toHaveLength(sent + 1), { interval: 1, timeout: hangsMs });
  }
  slow.stream.resume();
  await passed(a, slow);
  expect(without(slow.heard).length).toBeLessThan(count);
});

test("a later connection replaces the earlier one", async () => {
  const path = join(folder, "net");
  const port = await lan.port(path);
  const a = plugIn("a").station;
  const first = await connectTo("b", path);
  await passed(first, a);
  const second = await connectTo("b", path);
  await once(first.stream, "close");
  await passed(second, a);
  a.send("b", "to b");
  await vi.waitFor(() => expect(second.heard).toEqual(["to b"]), { timeout: hangsMs });
  expect(first.heard).toEqual([]);
  port.cut();
  a.send("b", "lost");
  port.heal();
  await passed(a, second);
  expect(second.heard).toContain("mark");
});

test("a cable that dies late does not pull out the one that came after it", async () => {
  const port = new SwitchPort(() => {});
  const [[old], [plugged, end]] = [duplexPair(), duplexPair()];
  const station = new Station("b", end);
  port.plug(old);
  port.plug(plugged);
  port.unplug(old);
  port.send(ethernet("a", "b", "still here"));
  await vi.waitFor(() => expect(station.heard).toEqual(["still here"]), { timeout: hangsMs });
  port.unplug(plugged);
  port.send(ethernet("a", "b", "nobody is here"));
  expect(plugged.writableLength).toBe(0);
});

test("a stream that is out of step is unplugged, and the others go on", async () => {
  const path = join(folder, "net");
  await lan.port(path);
  const [a, b] = [plugIn("a").station, plugIn("b").station];
  const wrong = await connectTo("w", path);
  const closed = once(wrong.stream, "close");
  wrong.stream.write("GET / HTTP/1.1\r\n\r\n");
  await closed;
  await passed(a, b);
});

test("a path that is too long for a socket is refused before anything is made", async () => {
  const path = join(folder, "n".repeat(120));
  const refused = lan.port(path);
  await expect(refused).rejects.toThrow(MachineError);
  await expect(refused).rejects.toMatchObject({ facts: { expected: "at most 107 bytes" } });
  const longest = join(folder, "n".repeat(107 - folder.length - 1));
  await lan.port(longest);
  expect(statSync(longest).isSocket()).toBe(true);
});

test("a socket that cannot be made says why", async () => {
  await expect(lan.port(join(folder, "no/such/folder"))).rejects.toMatchObject({
    message: "the network lan cannot be made",
  });
});

test("the socket's file goes with its port, and with the switch", async () => {
  const paths = ["one", "two"].map((name) => join(folder, name)) as [string, string];
  const port = await lan.port(paths[0]);
  await lan.port(paths[1]);
  const station = await connectTo("b", paths[0]);
  const closed = once(station.stream, "close");
  port.close();
  await closed;
  expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  await lan.close();
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
});

test("a capture has what passes, once, with the time; what a cut port sends is not in it", async () => {
  const file = join(folder, "lan.pcap");
  lan.capture(file);
  const [{ station: a }, { station: b }, { station: c, port }] = [plugIn("a"), plugIn("b"), plugIn("c")];
  port.cut();
  c.send("*", "cut off");
  const beforeMs = Date.now();
  a.send("*", "captured");
  await vi.waitFor(() => expect(b.heard).toEqual(["captured"]), { timeout: hangsMs });
  const seen = readPcap(file);
  expect(seen.map(({ frame }) => frame.toString("utf8", 14))).toEqual(["captured"]);
  expect(Math.abs((seen[0]?.atMs ?? 0) - beforeMs)).toBeLessThan(1000);
});

test("what another captures is not captured twice, and has its place in the same file", async () => {
  const file = join(folder, "lan.pcap");
  const writer = lan.capture(file);
  const [{ station: a }, { station: b }] = [plugIn("a"), plugIn("b", { captured: false })];
  b.send("*", "captured elsewhere");
  await vi.waitFor(() => expect(a.heard).toEqual(["captured elsewhere"]), { timeout: hangsMs });
  writer.write(ethernet("b", "*", "by the other"), 1000);
  a.send("b", "here");
  await vi.waitFor(() => expect(b.heard).toEqual(["here"]), { timeout: hangsMs });
  expect(readPcap(file).map(({ frame }) => frame.toString("utf8", 14))).toEqual(["by the other", "here"]);
});
