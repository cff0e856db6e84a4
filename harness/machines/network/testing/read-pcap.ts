import { readFileSync } from "node:fs";

/** The frames of a capture file in our byte order. Source: pcap-savefile(5). */
export const readPcap = (file: string): { readonly frame: Buffer; readonly atMs: number }[] => {
  const bytes = readFileSync(file);
  const found: { frame: Buffer; atMs: number }[] = [];
  for (let at = 24; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 8);
    const atMs = bytes.readUInt32LE(at) * 1000 + bytes.readUInt32LE(at + 4) / 1000;
    found.push({ frame: bytes.subarray(at + 16, at + 16 + length), atMs });
    at += 16 + length;
  }
  return found;
};
