import { rmSync } from "node:fs";
import { z } from "zod";
import { valueIn, writeValue } from "../files.ts";
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

export const readRecord = (path: string): EngineRecord | undefined => valueIn(path, recordSchema);

export const writeRecord = (path: string, record: EngineRecord): void => writeValue(path, record);

export const removeRecord = (path: string): void => rmSync(path, { force: true });
