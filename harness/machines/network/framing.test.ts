import { expect, test } from "vitest";
import { FrameSplitter, framed } from "./framing.ts";

const split = (...pieces: readonly Buffer[]): string[] => {
  const frames: string[] = [];
  const splitter = new FrameSplitter((frame) => frames.push(frame.toString()));
  for (const piece of pieces) splitter.push(piece);
  return frames;
};

test("a frame goes after its length, the highest byte first", () => {
  expect(framed(Buffer.from("abc")).toString("hex")).toBe("00000003616263");
});

test("frames come out as they went in, however the stream is split", () => {
  const stream = Buffer.concat([
    framed(Buffer.from("one")),
    framed(Buffer.alloc(0)),
    framed(Buffer.from("three")),
  ]);
  const whole = ["one", "", "three"];
  expect(split(stream)).toEqual(whole);
  for (let at = 1; at < stream.length; at += 1) {
    expect(split(stream.subarray(0, at), stream.subarray(at))).toEqual(whole);
  }
  expect(split(...[...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
});

test("what is not whole yet is no frame", () => {
  expect(split(framed(Buffer.from("abc")).subarray(0, 6))).toEqual([]);
});

test("an incomplete frame does not change when the caller reuses the buffer", () => {
  const frames: string[] = [];
  const splitter = new FrameSplitter((frame) => frames.push(frame.toString()));
  const first = Buffer.from(framed(Buffer.from("abc")).subarray(0, 6));
  splitter.push(first);
  first.fill(0);
  splitter.push(Buffer.from("c"));
  expect(frames).toEqual(["abc"]);
});

test("a length that no frame has is refused", () => {
  expect(() => split(Buffer.from("GET / HTTP/1.1"))).toThrow(RangeError);
});
