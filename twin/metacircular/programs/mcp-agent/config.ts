import type { TableReader } from "#twin/platform/table-reader.ts";

const DEADLINE_RANGE_MS = { min: 100, max: 3_600_000 };
const DEFAULT_STAGE_DEADLINE_MS = 60_000;

/** Where it is asked whose a token is. */
export type AgentAuth = {
  /** Of MCIAS: scheme, host and port. */
  readonly url: string;
  /** File of certificates that it must be known to. */
  readonly ca: string;
};

/** The part of the configuration that only the agent has. */
export type AgentConfig = {
  /** The name of the machine. */
  readonly node: string;
  /** File of certificates that those of health URLs are checked against; `undefined`: the usual ones. */
  readonly healthCa: string | undefined;
  /** How long a stage may take until it is healthy. */
  readonly stageDeadlineMs: number;
  /** `undefined`: whoever reaches the agent may start containers. */
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
