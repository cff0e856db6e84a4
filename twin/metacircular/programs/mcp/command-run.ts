import type { Run } from "../lib/run.ts";

/** The environment of a command that ends by itself. */
export type CommandRun = Pick<Run, "args" | "environment" | "print" | "warn" | "patience">;
