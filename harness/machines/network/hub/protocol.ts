import type { LinkQuality } from "../../machine.ts";
import type { Port } from "../rig-networks.ts";

/** What a hub is told: a word, and its arguments; none has a space in it. Each is answered, in their order. */
export type HubCall = readonly [
  word: "bridge" | "plug" | "tap" | "state" | "wire" | "capture" | "keep" | "end",
  ...words: string[],
];

/** A namespace of a machine: a path of it, and what it must be. */
export type NamespaceRef = { readonly path: string; readonly inode: number };

/** The hub's names of a port and of the bridge that it is in. */
export type Place = { readonly port: string; readonly bridge: string };

export const lineOf = (call: HubCall): string => `${call.join(" ")}\n`;

/** Why the hub did not do it; undefined when it did. */
export const failureIn = (answer: string): string | undefined =>
  answer === "ok" ? undefined : answer.replace(/^failed: /, "");

export const plugCall = (target: NamespaceRef, ports: readonly (Port & Place)[]): HubCall => [
  "plug",
  target.path,
  String(target.inode),
  ports[0]?.gateway ?? "-",
  ...ports.map(({ port, bridge, name, mac, address, prefix }) =>
    [port, bridge, name, mac, address, prefix].join(","),
  ),
];

/**
 * `seed`: of the frames that are lost; the same ones with the same seed. Zeros take the wire away.
 */
export const wireCall = (
  { port, bridge }: Place,
  { delayMs, lossPercent, rateKbit = 0 }: LinkQuality,
  seed: number,
): HubCall => [
  ...(["wire", port, bridge] as const),
  ...[delayMs * 1000, lossPercent * 10_000, rateKbit * 125].map((value) => String(Math.round(value))),
  String(seed),
];

/** Before each captured frame: the number of its capture, and the kernel's time in seconds and microseconds. */
const headBytes = 12;

export const capturedIn = (bytes: Buffer): { capture: number; atMs: number; frame: Buffer } => ({
  capture: bytes.readUInt32BE(0),
  atMs: bytes.readUInt32BE(4) * 1000 + bytes.readUInt32BE(8) / 1000,
  frame: bytes.subarray(headBytes),
});
