import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpackKernel } from "./kernel.ts";

const elf = Buffer.concat([Buffer.from("\u007fELF"), Buffer.alloc(5000, 7)]);

/** A vmlinuz with two sectors of set-up code, and this payload at 64 bytes behind them. */
const vmlinuz = (payload: Buffer): Buffer => {
  const image = Buffer.alloc(3 * 512 + 64 + payload.length + 100);
  image.writeUInt8(2, 0x1f1);
  image.write("HdrS", 0x202);
  image.writeUInt32LE(64, 0x248);
  image.writeUInt32LE(payload.length, 0x24c);
  payload.copy(image, 3 * 512 + 64);
  return image;
};
const withLength = (packed: Buffer): Buffer =>
  Buffer.concat([packed, Buffer.from("\u0003\u0002\u0001\u0000")]);

test("the ELF kernel in a vmlinuz comes out as it was packed", () => {
  expect(unpackKernel(vmlinuz(withLength(zstdCompressSync(elf)))).equals(elf)).toBe(true);
});

test.each([
  ["packed in another way", vmlinuz(withLength(Buffer.from("something else")))],
  ["no ELF inside", vmlinuz(withLength(zstdCompressSync(Buffer.from("not a kernel"))))],
  ["not a vmlinuz", Buffer.from("nothing")],
])("a file that cannot be unpacked is used as it is: %s", (_, file) => {
  expect(unpackKernel(file)).toBe(file);
});
