import { createHash } from "node:crypto";
import { RegistryProblem } from "./registry-problem.ts";

/** The part after `sha256:`, the only algorithm that this registry knows. @throws RegistryProblem for others */
export const hexOf = (digest: string): string => {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
  if (hex !== undefined) return hex;
  throw new RegistryProblem(
    400,
    "DIGEST_INVALID",
    `not a digest of the form sha256:<64 hex digits>: ${digest}`,
  );
};

export const isDigest = (text: string): boolean => text.includes(":");

export const digestOf = (content: Buffer): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;
