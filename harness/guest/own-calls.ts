import { type Fields, positive, string } from "./fields.ts";
import type { ClockCall, FileCall, WriteCall } from "./protocol.ts";
import { Refusal } from "./refusal.ts";

const absolutePath = (fields: Fields): string => {
  const path = string(fields, "path");
  if (!path.startsWith("/")) throw new Refusal(`the path must be absolute: ${path}`);
  return path;
};

/** From 1970 to 2100; a time beyond is an error of units. */
export const clockCall = ({ unixMs }: Fields): ClockCall => {
  if (typeof unixMs !== "number" || !(unixMs >= 0 && unixMs < 4_102_444_800_000)) {
    throw new Refusal("unixMs must be milliseconds since 1970");
  }
  return { unixMs };
};

export const fileCall = (fields: Fields): FileCall => ({ path: absolutePath(fields) });

export const writeCall = (fields: Fields): WriteCall => {
  const mode = string(fields, "mode");
  if (!/^[0-7]{3,4}$/.test(mode)) throw new Refusal(`the mode must be octal, such as 0644: ${mode}`);
  return { path: absolutePath(fields), mode, owner: string(fields, "owner") };
};

/** The probes are validated one by one. */
export const sampleCall = (fields: Fields): { probes: readonly Fields[]; intervalMs: number } => {
  const { probes } = fields;
  if (!Array.isArray(probes)) throw new Refusal("probes must be a list");
  return { probes: probes.map((one) => (one ?? {}) as Fields), intervalMs: positive(fields, "intervalMs") };
};

export const samplingOf = (fields: Fields): number => positive(fields, "sampling");
