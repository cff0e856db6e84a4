import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
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

test("what comes after the end is left out, and ending twice harms nobody", () => {
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
