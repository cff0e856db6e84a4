import type { Run } from "../lib/run.ts";

/** What a command that ends by itself has from outside. */
export type CommandRun = Pick<Run, "args" | "environment" | "print" | "warn" | "patience">;
