import type { DatabaseSync } from "node:sqlite";
import type { TableReader } from "#harness/platform/table-reader.ts";
import { Canary, canaryRoutes } from "./canary.ts";
import { configFileFrom } from "./command-line.ts";
import { type CommonConfig, loadConfig } from "./config.ts";
import { databaseProbe, openDatabase } from "./database.ts";
import { Fatal, reason } from "./fatal.ts";
import { createHttpServer, json, type Routes } from "./http.ts";
import { listen } from "./listen.ts";

/** What one service has beside the things that all have. */
export type ServiceProgram<Own extends object> = {
  readonly name: string;
  readonly version: string;
  readonly schema: string;
  readonly readConfig: (table: TableReader) => Own;
  /** Called with the open database; the routes are served beside `/v1/health` and `/v1/canary`. */
  readonly start: (config: CommonConfig & Own, database: DatabaseSync) => Promise<Routes> | Routes;
};

const stopOnSignal = (state: { database?: DatabaseSync }): void => {
  const stop = () => {
    // Open sockets end with the process; only the database needs a word, so that its WAL is folded in.
    state.database?.close();
    process.exit(0);
  };
  // As PID 1 a signal without a handler is ignored, and each stop would then take ten seconds.
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
};

const run = async <Own extends object>(program: ServiceProgram<Own>): Promise<void> => {
  const state: { database?: DatabaseSync } = {};
  stopOnSignal(state);
  const config = loadConfig(configFileFrom(process.argv.slice(2), program.name), program.readConfig);
  const database = openDatabase(config.database, program.schema);
  state.database = database;
  const routes = await program.start(config, database);
  const probe = databaseProbe(database, config.database);
  const server = createHttpServer(config, {
    ...routes,
    ...canaryRoutes(new Canary(program.name, database)),
    "GET /v1/health": () => {
      const problem = probe();
      const about = { service: program.name, version: program.version };
      return problem === undefined
        ? json(200, { status: "ok", ...about })
        : json(503, { status: "error", reason: problem, ...about });
    },
  });
  await listen(server, config.listen, config.tls === undefined ? "http" : "https");
};

/** Runs the service until a signal ends it; what keeps it from running is one line on stderr and exit 1. */
export const serve = <Own extends object>(program: ServiceProgram<Own>): void => {
  run(program).catch((error: unknown) => {
    const text =
      error instanceof Fatal ? error.message : error instanceof Error ? error.stack : reason(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
};
