import { expect, test } from "vitest";
import { initrdEntries, initrdModules, makeInitrd } from "./initrd.ts";

const parts = (part: string) => Buffer.from(`the part ${part}`);

/** Reads an archive as the kernel does: by the numbers in each header. */
const unpack = (archive: Buffer): { path: string; mode: number; text: string; device: string }[] => {
  const found = [];
  for (let at = 0; ; ) {
    const head = archive.toString("latin1", at, at + 110);
    if (!head.startsWith("070701")) throw new Error(`no header at ${at}`);
    const number = (index: number) => Number.parseInt(head.slice(6 + index * 8, 14 + index * 8), 16);
    const nameStart = at + 110;
    const path = archive.toString("latin1", nameStart, nameStart + number(11) - 1);
    if (path === "TRAILER!!!") return found;
    const data = Math.ceil((nameStart + number(11)) / 4) * 4;
    const text = archive.toString("latin1", data, data + number(6));
    found.push({ path, mode: number(1), text, device: `${number(9)}:${number(10)}` });
    at = Math.ceil((data + number(6)) / 4) * 4;
  }
};

test("the kernel finds init, its modules and its tools in the initrd", () => {
  const files = new Map(unpack(makeInitrd(parts)).map((file) => [file.path, file]));
  expect(files.get("init")).toMatchObject({ mode: 0o100755, text: "the part init" });
  expect(files.get("bin/busybox")).toMatchObject({ mode: 0o100755, text: "the part busybox" });
  expect(files.get("bin/sh")).toMatchObject({ mode: 0o120777, text: "busybox" });
  expect(files.get("dev/console")).toMatchObject({ mode: 0o020600, device: "5:1" });
  for (const name of initrdModules) {
    expect(files.get(`modules/${name}.ko`)?.text).toBe(`the part ${name}.ko`);
  }
});

test("every folder comes before what is in it", () => {
  const seen = new Set([""]);
  for (const { path } of initrdEntries(parts)) {
    const parent = path.split("/").slice(0, -1).join("/");
    expect([path, seen.has(parent)]).toEqual([path, true]);
    seen.add(path);
  }
});
