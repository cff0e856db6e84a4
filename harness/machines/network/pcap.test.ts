import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HostNotReadyError } from "../../errors.ts";
import { PcapWriter } from "./pcap.ts";
import { readPcap } from "./testing/read-pcap.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pcap-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the bytes are those of pcap-savefile(5), each frame there at once", () => {
  const file = join(folder, "new/folder/lan.pcap");
  const writer = new PcapWriter(file);
  const head = ["d4c3b2a1", "0200", "0400", "00000000", "00000000", "00000400", "01000000"].join("");
  expect(readFileSync(file).toString("hex")).toBe(head);
  writer.write(Buffer.from("abcde"), 1_700_000_000_123.456);
  const frame = ["00f15365", "40e20100", "05000000", "05000000", "6162636465"].join("");
  expect(readFileSync(file).toString("hex")).toBe(head + frame);
  writer.close();
});

test("frames after the end are left out, and ending twice is harmless", () => {
  const file = join(folder, "lan.pcap");
  const writer = new PcapWriter(file);
  writer.write(Buffer.from("one"), 1000);
  writer.close();
  writer.write(Buffer.from("two"), 2000);
  writer.close();
  expect(readPcap(file).map(({ frame, atMs }) => [frame.toString(), atMs])).toEqual([["one", 1000]]);
});

test("a new capture takes the place of an old one", () => {
  const file = join(folder, "lan.pcap");
  for (const text of ["a longer one", "new"]) {
    const writer = new PcapWriter(file);
    writer.write(Buffer.from(text), 0);
    writer.close();
  }
  expect(readPcap(file).map(({ frame }) => frame.toString())).toEqual(["new"]);
});

test("a disk that is full ends the capture at a whole frame, and says so in the file's name", () => {
  const file = join(folder, "lan.pcap");
  const script = `
    const { PcapWriter } = await import("#harness/machines/network/pcap.ts");
    const writer = new PcapWriter(process.env.FILE);
    for (let turn = 0; turn < 20; turn += 1) writer.write(Buffer.alloc(84, 97 + turn), turn);
    writer.close();
    console.log("lives on");`;
  // No file larger than one block of 512 bytes: four frames fit, and a part of the fifth.
  const said = execFileSync(
    "sh",
    ["-c", 'ulimit -f 1; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    {
      env: { ...process.env, FILE: file },
    },
  );
  expect(said.toString()).toBe("lives on\n");
  expect(readdirSync(folder)).toEqual(["lan.incomplete.pcap"]);
  const frames = readPcap(join(folder, "lan.incomplete.pcap")).map(({ frame }) => frame.toString());
  expect(frames).toEqual(["a", "b", "c", "d"].map((letter) => letter.repeat(84)));
});

test("a file that cannot be made is refused with its path", () => {
  writeFileSync(join(folder, "file"), "");
  const file = join(folder, "file/lan.pcap");
  expect(() => new PcapWriter(file)).toThrow(HostNotReadyError);
  expect(() => new PcapWriter("/dev/full")).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ expected: "/dev/full" }) }),
  );
});
