import { readFileSync } from "node:fs";
import type { TableReader } from "#harness/platform/table-reader.ts";
import { Fatal, reason } from "../lib/fatal.ts";

const DEADLINE_RANGE_MS = { min: 100, max: 3_600_000 };
const DEFAULT_STAGE_DEADLINE_MS = 60_000;

/** The part of the configuration that only the agent has. */
export type AgentConfig = {
  /** The name of the machine. */
  readonly node: string;
  /** What signed the certificates of the health URLs, as PEM; `undefined`: a public authority. */
  readonly healthCa: string | undefined;
  /** How long a stage may take until it is healthy. */
  readonly stageDeadlineMs: number;
};

const readPem = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Fatal(`load certificate authority: ${reason(error)}`);
  }
};

/** @throws Fatal when the certificate authority cannot be read */
export const readAgentConfig = (table: TableReader): AgentConfig => {
  const node = table.table("node");
  const stages = table.optionalTable("stages");
  const health = table.optionalTable("health");
  const ca = health?.string("ca", "/etc/ssl/metacircular/ca.pem");
  const config = {
    node: node.string("name", "rift"),
    healthCa: ca === undefined ? undefined : readPem(ca),
    stageDeadlineMs:
      stages?.integer("deadline_ms", DEADLINE_RANGE_MS, DEFAULT_STAGE_DEADLINE_MS) ??
      DEFAULT_STAGE_DEADLINE_MS,
  };
  for (const part of [node, stages, health]) part?.done();
  return config;
};
