import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.ts";
import { readLines } from "./read-lines.ts";

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The lines that were taken, by number; with a pattern, once so many were taken only those that are wanted. */
const taken = async (
  bytes: Buffer,
  { size = 7, from = 0, pattern }: { size?: number; from?: number; pattern?: RegExp } = {},
): Promise<[number, string][]> => {
  const lines: [number, string][] = [];
  let number = 0;
  await readLines(inParts(bytes, size), "it", {
    add: (line) => {
      number += 1;
      lines.push([number, line]);
    },
    pass: (count) => {
      number += count;
    },
    wanted: () => (number < from ? undefined : pattern),
  });
  return lines;
};

describe("the lines of a text", () => {
  it.each([
    ["UTF-8", Buffer.from("eins\nzwölf\n")],
    ["UTF-16 of Windows, with its mark", Buffer.from("\ufeffeins\nzwölf\n", "utf16le")],
    ["UTF-16 without a mark", Buffer.from("eins\nzwölf\n", "utf16le")],
    ["UTF-16 with the bytes the other way round", Buffer.from("\ufeffeins\nzwölf\n", "utf16le").swap16()],
  ])("are read from %s", async (_, bytes) => {
    for (const size of [64, 4096]) {
      expect(await taken(bytes, { size })).toEqual([
        [1, "eins"],
        [2, "zwölf"],
      ]);
    }
  });

  it("are none of a program", async () => {
    await expect(taken(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]))).rejects.toThrow(UsageError);
  });

  it.each([1, 7, 64, 4096])("are the wanted ones, with their numbers, in parts of %i bytes", async (size) => {
    const text = Array.from({ length: 60 }, (_, at) => (at % 9 === 4 ? `a plum ${at}` : `pear ${at}`));
    const lines = await taken(Buffer.from(`${text.join("\n")}\nthe last plum`), {
      size,
      from: 10,
      pattern: /PLUM/gi,
    });
    const all = [...text, "the last plum"].map((line, at) => [at + 1, line]);
    expect(lines).toEqual(
      all.filter(([number, line]) => Number(number) <= 10 || String(line).includes("plum")),
    );
  });

  it("are cut where they are longer than any error", async () => {
    const lines = await taken(Buffer.from(`${"x".repeat(200_000)} plum\nplum\n`), { size: 4096 });
    expect(lines.map(([number, line]) => [number, line.length < 100_000])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(lines[1]).toEqual([2, "plum"]);
  });
});
