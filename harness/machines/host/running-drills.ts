import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makePrivateDir } from "../engine/cache-paths.ts";
import { livenessOf, processIdentitySchema, thisProcess } from "../engine/process-identity.ts";
import { namesIn, valueIn, writeValue } from "../files.ts";
import { hostDir } from "./claims.ts";

const drillSchema = z.object({
  owner: processIdentitySchema,
  /** Milliseconds since 1970. */
  sinceMs: z.number(),
  scenario: z.string(),
  kind: z.string(),
  /** Those that have begun and not ended, and the phase that each is in. */
  procedures: z.array(z.object({ id: z.string(), phase: z.string().optional() })),
  /** What goes on where no phase does. */
  activity: z.string().optional(),
});

/** A drill of a living process, as far as it is now. */
export type RunningDrill = z.infer<typeof drillSchema>;

const drillsIn = (dir: string): string => join(dir, "drills");

const readDrill = (file: string): RunningDrill | undefined => valueIn(file, drillSchema);

const drillFiles = (dir: string): string[] =>
  namesIn(drillsIn(dir))
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(drillsIn(dir), name));

/** The drills of all commands of this user on this host, the one that began first before the others. */
export const runningDrills = (dir = hostDir()): RunningDrill[] =>
  drillFiles(dir)
    .flatMap((file) => readDrill(file) ?? [])
    .filter(({ owner }) => livenessOf(owner) === "alive")
    .sort((one, other) => one.sinceMs - other.sinceMs);

/** Removes what processes told that have ended. */
export const removeDeadNotices = (dir = hostDir()): void => {
  for (const file of drillFiles(dir)) {
    const owner = readDrill(file)?.owner;
    if (owner === undefined || livenessOf(owner) === "dead") rmSync(file, { force: true });
  }
};

/** The file that tells how far a drill of this process is. */
export class DrillNotice {
  readonly #file: string;

  constructor(dir = hostDir()) {
    makePrivateDir(dir);
    mkdirSync(drillsIn(dir), { recursive: true });
    removeDeadNotices(dir);
    this.#file = join(drillsIn(dir), `${process.pid}-${randomBytes(4).toString("hex")}.json`);
  }

  write(drill: Omit<RunningDrill, "owner">): void {
    writeValue(this.#file, { owner: thisProcess(), ...drill });
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}
