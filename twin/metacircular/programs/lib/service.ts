import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import type { TableReader } from "#harness/platform/table-reader.ts";
import { Canary, canaryRoutes } from "./canary.ts";
import { type CommandLine, configFileFrom } from "./command-line.ts";
import { type CommonConfig, loadConfig } from "./config.ts";
import { databaseProbe, openDatabase } from "./database.ts";
import { Fatal, reason } from "./fatal.ts";
import { healthHandler } from "./health.ts";
import { answerFrom, createBareServer, createHttpServer, type Routes } from "./http.ts";
import { listen } from "./listen.ts";
import { needsProbe } from "./needs.ts";

/** Takes the requests that are not for the routes; `false`: it leaves this one to them. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What one service has beside the things that all have. */
export type Service<Own extends object> = {
  readonly name: string;
  readonly version: string;
  readonly schema: string;
  /** Called with the open database; the routes are served beside `/v1/health` and `/v1/canary`. */
  readonly start: (config: CommonConfig & Own, database: DatabaseSync) => Promise<Routes> | Routes;
  /** Made once, after `start`. */
  readonly front?: (config: CommonConfig & Own, database: DatabaseSync) => Front;
};

/** A service whose command line names a file of its own. */
export type ServiceProgram<Own extends object> = Service<Own> & {
  /** @default "server --config FILE" */
  readonly commandLine?: CommandLine;
  readonly readConfig: (table: TableReader) => Own;
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

const createServerOf = (config: CommonConfig, routes: Routes, front: Front | undefined): Server => {
  if (front === undefined) return createHttpServer(config, routes);
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    if (!front(request, response)) answerFrom(routes, request, response);
  };
  // A front passes the question on whether a body may come: else node would say yes before it was asked.
  return createBareServer(config).on("request", serve).on("checkContinue", serve);
};

const run = async <Own extends object>(
  service: Service<Own>,
  configure: (args: readonly string[]) => CommonConfig & Own,
): Promise<void> => {
  const state: { database?: DatabaseSync } = {};
  stopOnSignal(state);
  const config = configure(process.argv.slice(2));
  const database = openDatabase(config.database, service.schema);
  state.database = database;
  const ownRoutes = await service.start(config, database);
  const health = healthHandler({ service: service.name, version: service.version }, [
    databaseProbe(database, config.database),
    needsProbe(config.needs),
  ]);
  const routes = {
    ...ownRoutes,
    ...canaryRoutes(new Canary(service.name, database)),
    "GET /v1/health": health,
  };
  const front = service.front?.(config, database);
  const protocol = config.tls === undefined ? "http" : "https";
  for (const address of config.alsoListen)
    await listen(createServerOf(config, routes, front), address, `${protocol}-also`);
  if (config.grpcListen !== undefined)
    await listen(createHttpServer(config, { "GET /v1/health": health }), config.grpcListen, "grpc");
  await listen(createServerOf(config, routes, front), config.listen, protocol);
};

/**
 * Runs a service whose configuration `configure` makes from the arguments, until a signal ends it; what keeps
 * it from running is one line on stderr and exit 1.
 */
export const serveConfigured = <Own extends object>(
  service: Service<Own>,
  configure: (args: readonly string[]) => CommonConfig & Own,
): void => {
  run(service, configure).catch((error: unknown) => {
    const text =
      error instanceof Fatal ? error.message : error instanceof Error ? error.stack : reason(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
};

/** Runs a service whose command line names its file, as `serveConfigured` does. */
export const serve = <Own extends object>({
  commandLine,
  readConfig,
  ...service
}: ServiceProgram<Own>): void =>
  serveConfigured(service, (args) => loadConfig(configFileFrom(args, service.name, commandLine), readConfig));
