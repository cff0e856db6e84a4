import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "#harness/contract/contract-rig.ts";
import type { Engine } from "#harness/machines/engine/engine.ts";
import { processesFolderOf } from "#harness/machines/engine/processes-folder.ts";
import { mixedRigHost } from "#harness/machines/mixed/index.ts";
import { readPcap } from "#harness/machines/network/testing/read-pcap.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import { machine } from "#harness/scenario/machine.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { address as addressOf } from "#harness/scenario/text.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

const address = { one: "192.0.2.10", two: "192.0.2.20", three: "192.0.2.30" } as const;
type Name = keyof typeof address;

/** What differs with the kind of the machine that has a kernel of its own. */
const ways = {
  vm: { engineName: /^QEMU/, program: "qemu-system-x86" },
  uml: { engineName: /^user-mode Linux/, program: "drillbook-uml" },
} as const;

/** A machine of this kind beside containers, in one rig. */
export const mixedContract = (kind: keyof typeof ways): void => {
  const { engineName, program } = ways[kind];
  describe(`a ${kind} machine beside containers`, () => {
    /** A machine with a kernel of its own and two containers in one network; the containers have another network. */
    const rig: Rig = {
      networks: [
        { name: "lan", subnet: "192.0.2.0/24" },
        { name: "apart", subnet: "198.51.100.0/24" },
      ],
      machines: [
        machine("one", { addresses: { lan: address.one }, on: kind }).spec,
        machine("two", { addresses: { lan: address.two, apart: "198.51.100.20" } }).spec,
        machine("three", { addresses: { lan: address.three } }).spec,
      ],
      setup: [],
      samples: [],
    };

    let engine: Engine;
    let host: RigHost;
    let running: RunningRig;
    let folder: string;
    let before: string;
    beforeAll(async () => {
      const onProgress = (line: string) => process.stdout.write(`${line}\n`);
      folder = mkdtempSync(join(tmpdir(), "mixed-"));
      engine = await openTestEngine(onProgress);
      before = interfaces();
      host = mixedRigHost({ kind: "container", engine, contents: ownContents, setup: true, onProgress });
      await host.prepare(rig, onProgress);
      running = await host.start(rig, { label: "mixed", keep: false, captureDir: folder });
    });
    afterAll(async () => {
      await host?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    const interfaces = (): string =>
      execFileSync("nsenter", [
        `--net=${processesFolderOf(engine)}/1/ns/net`,
        "ip",
        "-brief",
        "link",
      ]).toString();

    const programs = (): string[] =>
      readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8")
        .trim()
        .split(" ")
        .map((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim())
        .filter((name) => /^(drillbook|perl|qemu|linux.uml)/.test(name))
        // The rig's name follows.
        .map((name) => name.replace(/^(drillbook hub).*/, "$1"))
        .sort();

    const on = (name: Name) => {
      const found = running.machines.get(name);
      if (found === undefined) throw new Error(`the rig has no ${name}`);
      return found;
    };

    const pings = async (from: Name, to: string): Promise<boolean> =>
      (await on(from).exec({ script: `ping -c 1 -W 2 ${to}`, timeoutMs: 20_000 })).exitCode === 0;

    test("each machine is of its own kind, and says where it runs", () => {
      expect([...running.machines].map(([name, { kind }]) => [name, kind])).toEqual([
        ["one", kind],
        ["two", "container"],
        ["three", "container"],
      ]);
      expect(running.machineFacts?.get("one")?.engine).toMatch(engineName);
      expect(running.machineFacts?.get("two")?.engine).toBe(engine.name);
      expect(running.resolveAddress(addressOf("one", "lan"))).toBe(address.one);
      expect(host.states).toBeUndefined();
    });

    test("it and a container reach each other", async () => {
      expect(await pings("one", address.two)).toBe(true);
      expect(await pings("two", address.one)).toBe(true);
    });

    /** Much more than one frame: segments that a network card would split, and checksums that it would fill in. */
    const bytes = 3_000_000;
    const server = `require("node:http").createServer((_, answer) => answer.end("x".repeat(${bytes}))).listen(8080)`;

    test.each([
      ["one", "two"],
      ["two", "one"],
    ] as const)("a large answer comes to %s from %s as it was sent", async (client, from) => {
      await on(from).exec({
        script: `systemd-run --quiet --unit large node -e '${server}'`,
        timeoutMs: 20_000,
      });
      const read = `fetch("http://${address[from]}:8080/").then((a) => a.text()).then((t) => console.log(t.length))`;
      await eventually(`${client} has it all`, async () => {
        const { stdout } = await on(client).exec({ script: `node -e '${read}'`, timeoutMs: 30_000 });
        return stdout.trim() === String(bytes);
      });
    });

    test("neither kind reaches what is not in the rig", async () => {
      for (const name of ["one", "two"] as const) expect(await pings(name, "203.0.113.1")).toBe(false);
      // Nor the containers' other network.
      expect(await pings("one", "198.51.100.20")).toBe(false);
    });

    test.each(["one", "two"] as const)("a cut at %s separates both, until it is healed", async (name) => {
      await on(name).cutNetwork("lan");
      expect(await pings("one", address.two)).toBe(false);
      expect(await pings("two", address.one)).toBe(false);
      await on(name).healNetwork("lan");
      await eventually("one reaches two", () => pings("one", address.two));
      await eventually("two reaches one", () => pings("two", address.one));
    });

    test("a capture has each packet once, whichever machines it passed between", async () => {
      const between = [
        ["one", "two"],
        ["three", "one"],
        ["two", "three"],
      ] as const;
      // A ping is known by its size: what an earlier one sent can be written later than its command has ended.
      const sizeOf = (turn: number) => 200 + turn;
      const packets = (from: string, to: string, size: number) =>
        readPcap(join(folder, "lan.pcap")).filter(({ frame }) => {
          const ends = Buffer.from(`${from}.${to}`.split(".").map(Number));
          const isPing = frame.readUInt16BE(12) === 0x0800 && frame[23] === 1;
          return isPing && frame.readUInt16BE(16) === 28 + size && frame.subarray(26, 34).equals(ends);
        }).length;
      const ping = (turn: number, from: Name, to: Name) =>
        on(from).exec({ script: `ping -c 1 -W 2 -s ${sizeOf(turn)} ${address[to]}`, timeoutMs: 20_000 });
      for (const [turn, [from, to]] of between.entries()) {
        expect((await ping(turn, from, to)).exitCode).toBe(0);
      }
      const last = between.length;
      expect((await ping(last, "one", "two")).exitCode).toBe(0);
      // Frames are written in their order: with the answer of the last ping, all before it are there.
      await eventually(
        "the last ping is captured",
        () => packets(address.two, address.one, sizeOf(last)) > 0,
      );
      const counts = between.map(([from, to], turn) => [
        packets(address[from], address[to], sizeOf(turn)),
        packets(address[to], address[from], sizeOf(turn)),
      ]);
      expect(counts).toEqual(between.map(() => [1, 1]));
      expect(readdirSync(folder).sort()).toEqual(["apart.pcap", "lan.pcap"]);
    });

    test("nothing is left when the rig has been stopped", async () => {
      expect(programs()).toEqual(["drillbook hub", program]);
      await running.stop();
      expect(programs()).toEqual([]);
      expect(interfaces()).toBe(before);
    });

    test("a start that is interrupted leaves nothing", async () => {
      const interruption = new AbortController();
      const starting = host.start(rig, { label: "interrupted", keep: false, signal: interruption.signal });
      starting.catch(() => {});
      await eventually("both kinds are starting", () => programs().includes(program));
      interruption.abort();
      await expect(starting).rejects.toMatchObject({ code: "interrupted" });
      expect(programs()).toEqual([]);
      expect(interfaces()).toBe(before);
    });

    test("when one kind does not start, nothing of the other is left", async () => {
      const [one, two, three] = rig.machines;
      if (!one || !two || !three) throw new Error("the rig has three machines");
      const lost: Rig = { ...rig, machines: [one, two, { ...three, addresses: { nowhere: address.three } }] };
      await expect(host.start(lost, { label: "half", keep: false })).rejects.toMatchObject({
        code: "machine-failed",
        message: 'the rig has no network "nowhere"',
      });
      expect(programs()).toEqual([]);
      expect(interfaces()).toBe(before);
    });
  });
};
