import { expect, test } from "vitest";
import { encodeFrame, FrameReader } from "./frames.ts";

const read = (...pieces: Buffer[]) => {
  const frames: unknown[] = [];
  const noise: string[] = [];
  const reader = new FrameReader(
    (frame) => frames.push(frame),
    (line) => noise.push(line),
  );
  for (const piece of pieces) reader.push(piece);
  return { frames, noise };
};

test("frames come out as they went in, wherever the stream is cut", () => {
  const sent = [{ text: "é\n" }, { text: "x".repeat(100) }, {}];
  const bytes = Buffer.from(sent.map(encodeFrame).join(""));
  for (let at = 1; at < bytes.length; at += 1) {
    expect(read(bytes.subarray(0, at), bytes.subarray(at)).frames).toEqual(sent);
  }
});

test("what is no frame is noise and does not hide the next one", () => {
  const { frames, noise } = read(Buffer.from('sh: node: not found\n\n[1]\n{"a":\n{"a":1}\n{"cut off'));
  expect(frames).toEqual([{ a: 1 }]);
  expect(noise).toEqual(["sh: node: not found", "[1]", '{"a":']);
});

test("a line that never ends is dropped", () => {
  const mebibyte = Buffer.alloc(1024 * 1024, "x");
  const endless = Array.from({ length: 40 }, () => mebibyte);
  const { frames, noise } = read(...endless, Buffer.from('\n{"a":1}\n'));
  expect(frames).toEqual([{ a: 1 }]);
  expect(noise.map((line) => line.length < 32 * 1024 * 1024)).toEqual([true]);
});
