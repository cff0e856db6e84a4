import { quote } from "drillbook";
import { CONFIG, DATA } from "./host.ts";

/** The core starts before the services that need it. */
export type Group = "core" | "services";

/** One container of the stack, with all parameters of `podman run`. */
export type Container = {
  readonly name: string;
  readonly group: Group;
  readonly image: string;
  readonly options: readonly string[];
  readonly args: readonly string[];
  /** Its health URL, and the answer if known; absent for a protocol other than HTTP. */
  readonly health?: { readonly url: string; readonly body?: RegExp };
};

const dataOf = (name: string): readonly string[] => ["-v", `${DATA}/${name}:/data`];

const standIn = (
  program: string,
  group: Group,
  port: number,
  { path, ...answer }: { readonly path: string; readonly body?: RegExp },
  { options = [], args = [] }: { readonly options?: readonly string[]; readonly args?: readonly string[] },
): Container => ({
  name: `local-ai-${program}`,
  group,
  image: `localhost/local-ai-${program}:1`,
  options,
  args,
  health: { url: `http://127.0.0.1:${port}${path}`, ...answer },
});

const listens = (port: number): readonly string[] => ["--listen", `127.0.0.1:${port}`];

export const postgres: Container = {
  name: "local-ai-postgres",
  group: "core",
  image: "localhost/local-ai-postgres:17",
  // SIGTERM makes PostgreSQL wait until every client has gone. Source: PostgreSQL, "Shutting Down the Server".
  options: ["--stop-signal", "SIGINT", "-e", "PGHOST=/tmp", "-e", "PGUSER=aidb", ...dataOf("postgres")],
  args: ["-D", "/data", "-c", "unix_socket_directories=/tmp", "-c", "listen_addresses=127.0.0.1"],
};

export const redis: Container = {
  name: "local-ai-redis",
  group: "core",
  image: "localhost/local-ai-redis:8",
  options: dataOf("redis"),
  args: ["--bind", "127.0.0.1", "--dir", "/data", "--appendonly", "yes"],
};

export const qdrant = standIn(
  "qdrant",
  "core",
  6_333,
  { path: "/healthz" },
  { options: dataOf("qdrant"), args: [...listens(6_333), "--storage", "/data"] },
);

export const embeddings = standIn(
  "embeddings",
  "services",
  8_081,
  { path: "/health" },
  { args: listens(8_081) },
);

export const llamaCpp = standIn(
  "llama-cpp",
  "services",
  8_080,
  { path: "/health" },
  { args: listens(8_080) },
);

export const aidb = standIn(
  "aidb",
  "services",
  8_091,
  {
    path: "/health",
    body: /"status":"ok","database":"ok","redis":"ok","ml_engine":"ok","pgvector":"ok"/,
  },
  { options: ["-v", `${CONFIG}/aidb.toml:/etc/aidb.toml:ro`], args: ["--config", "/etc/aidb.toml"] },
);

export const hybridCoordinator = standIn(
  "hybrid-coordinator",
  "services",
  8_092,
  { path: "/health" },
  { args: [...listens(8_092), "--qdrant", "http://127.0.0.1:6333"] },
);

/** In start order. */
export const containers: readonly Container[] = [
  postgres,
  redis,
  qdrant,
  embeddings,
  llamaCpp,
  aidb,
  hybridCoordinator,
];

export const namesOf = (group: Group): readonly string[] =>
  containers.filter((one) => one.group === group).map(({ name }) => name);

/** The command that creates and starts this container. */
export const runLine = ({ name, image, options, args }: Container): string =>
  [
    ...["podman", "run", "-d", "--name", name, "--network", "host", "--restart", "unless-stopped"],
    ...[...options, image, ...args],
  ]
    .map(quote)
    .join(" ");
