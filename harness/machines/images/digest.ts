import { createHash } from "node:crypto";

/** A short digest that differs when one of the parts, or their order or borders, does. */
export const digestOfParts = (parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`);
    hash.update(part);
  }
  return hash.digest("hex").slice(0, 12);
};
