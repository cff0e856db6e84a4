import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makePrivateDir } from "../engine/cache-paths.ts";
import { livenessOf, processIdentitySchema } from "../engine/process-identity.ts";
import { namesIn, valueIn, writeValue } from "../files.ts";

const claimSchema = z.object({
  owner: processIdentitySchema,
  /** Of its drill. */
  label: z.string(),
  /** The kinds of its machines. */
  kinds: z.array(z.string()),
  machines: z.number(),
  /** What it is expected to need, in MB. */
  memoryMb: z.number(),
  /** The part of it that containers need. */
  containersMb: z.number(),
  /** 0: what it needs is not worth counting. */
  diskMb: z.number(),
  /** Where its disks are. */
  diskFolder: z.string(),
  /** Subnets of an engine that one rig at a time can have. */
  networks: z.object({ engine: z.string(), subnets: z.array(z.string()) }).optional(),
  /** Milliseconds since 1970. */
  sinceMs: z.number(),
  state: z.enum(["waiting", "starting", "running"]),
  /** Of a claim that waits: for what, and the same in words. */
  waitsFor: z.object({ what: z.enum(["networks", "memory", "disk"]), why: z.string() }).optional(),
  /** Of its virtual machines. */
  processes: z.array(processIdentitySchema),
});

/** What one rig takes, or waits to take, of the host. */
export type Claim = z.infer<typeof claimSchema>;
/** A claim and its place in the order of asking. */
export type Ticket = Claim & { readonly ticket: number };

/**
 * Of all commands of this user on this host, whatever their cache. Users do not see the claims of one another: what those
 * use shows in the host's memory alone.
 */
export const hostDir = (env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.() ?? 0): string => {
  if (uid === 0) return "/run/drillbook";
  const runtime = env["XDG_RUNTIME_DIR"];
  // The environment may be that of another user, as after su.
  return runtime && statSync(runtime, { throwIfNoEntry: false })?.uid === uid
    ? join(runtime, "drillbook")
    : `/tmp/drillbook-${uid}-host`;
};

const claimsIn = (dir: string): string => join(dir, "claims");

const nameOf = (ticket: number): string => `${String(ticket).padStart(10, "0")}.json`;

/** The claims of living processes, in the order of asking; with `forget`, those of dead ones are removed. */
export const readClaims = (dir = hostDir(), { forget = false } = {}): Ticket[] => {
  const names = namesIn(claimsIn(dir)).filter((name) => name.endsWith(".json"));
  return names.sort().flatMap((name) => {
    const file = join(claimsIn(dir), name);
    const claim = valueIn(file, claimSchema);
    const liveness = claim && livenessOf(claim.owner);
    if (forget && (claim === undefined || liveness === "dead")) rmSync(file, { force: true });
    return claim !== undefined && liveness === "alive"
      ? [{ ...claim, ticket: Number.parseInt(name, 10) }]
      : [];
  });
};

export const makeHostDir = (dir: string): void => {
  makePrivateDir(dir);
  mkdirSync(claimsIn(dir), { recursive: true });
};

export const writeClaim = (dir: string, { ticket, ...claim }: Ticket): void =>
  writeValue(join(claimsIn(dir), nameOf(ticket)), claim);

export const removeClaim = (dir: string, ticket: number): void =>
  rmSync(join(claimsIn(dir), nameOf(ticket)), { force: true });
