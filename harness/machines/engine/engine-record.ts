import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { processIdentitySchema } from "./process-identity.ts";

const recordSchema = z.object({
  /** The process whose end is the end of the engine. */
  engine: processIdentitySchema,
  owner: processIdentitySchema,
  /** It holds machines that were kept with `--keep`. */
  kept: z.boolean(),
});

/** What is known of the private engine of one cache. */
type EngineRecord = z.infer<typeof recordSchema>;

export const readRecord = (path: string): EngineRecord | undefined => {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
};

export const writeRecord = (path: string, record: EngineRecord): void => {
  writeFileSync(`${path}.new`, JSON.stringify(record));
  renameSync(`${path}.new`, path);
};

export const removeRecord = (path: string): void => rmSync(path, { force: true });
