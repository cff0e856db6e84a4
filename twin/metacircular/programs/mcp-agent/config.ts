import type { TableReader } from "#twin/platform/table-reader.ts";

const DEADLINE_RANGE_MS = { min: 100, max: 3_600_000 };
const DEFAULT_STAGE_DEADLINE_MS = 60_000;

/** The service that verifies tokens. */
export type AgentAuth = {
  /** The URL of MCIAS: scheme, host and port. */
  readonly url: string;
  /** File of trusted certificates for MCIAS. */
  readonly ca: string;
};

/** The part of the configuration that only the agent has. */
export type AgentConfig = {
  /** The name of the machine. */
  readonly node: string;
  /** File of trusted certificates for health URLs; `undefined`: Node's. */
  readonly healthCa: string | undefined;
  /** The time limit for a stage to become healthy. */
  readonly stageDeadlineMs: number;
  /** `undefined`: every client may start containers. */
  readonly auth: AgentAuth | undefined;
};

const readAuth = (table: TableReader | undefined): AgentAuth | undefined => {
  if (table === undefined) return undefined;
  const auth = {
    url: table.string("url", "https://mcias.metacircular.net:8443"),
    ca: table.string("ca", "/etc/ssl/metacircular/ca.pem"),
  };
  if (!auth.url.startsWith("https://") || !URL.canParse(auth.url))
    table.fail("url", "is not an https URL", 'write "https://mcias.metacircular.net:8443"');
  table.done();
  return auth;
};

export const readAgentConfig = (table: TableReader): AgentConfig => {
  const node = table.table("node");
  const stages = table.optionalTable("stages");
  const health = table.optionalTable("health");
  const config = {
    node: node.string("name", "rift"),
    healthCa: health?.string("ca", "/etc/ssl/metacircular/ca.pem"),
    stageDeadlineMs:
      stages?.integer("deadline_ms", DEADLINE_RANGE_MS, DEFAULT_STAGE_DEADLINE_MS) ??
      DEFAULT_STAGE_DEADLINE_MS,
    auth: readAuth(table.optionalTable("auth")),
  };
  for (const part of [node, stages, health]) part?.done();
  return config;
};
