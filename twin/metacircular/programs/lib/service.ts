import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import type { TableReader } from "#harness/platform/table-reader.ts";
import { Canary, canaryRoutes } from "./canary.ts";
import { type CommandLine, configFileFrom } from "./command-line.ts";
import { type CommonConfig, loadConfig } from "./config.ts";
import { databaseProbe, openDatabase } from "./database.ts";
import type { LibraryRelease } from "./database-mode.ts";
import { Fatal, reason } from "./fatal.ts";
import { healthHandler } from "./health.ts";
import { answerFrom, createBareServer, createHttpServer, type Routes } from "./http.ts";
import { listen } from "./listen.ts";
import { needsProbe } from "./needs.ts";

/** Sees every request before the routes do; `false`: it leaves this one to them. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

type Fronted = { readonly routes: Routes; readonly front: Front };

const isFronted = (started: Routes | Fronted): started is Fronted => typeof started["routes"] === "object";

/** What one service has beside the things that all have. */
export type Service<Own extends object> = {
  readonly name: string;
  readonly version: string;
  /** The release of the shared library that it was built with. @default "1.8" */
  readonly library?: LibraryRelease;
  readonly schema: string;
  /** Called with the open database; the routes are served beside `/v1/health` and `/v1/canary`. */
  readonly start: (
    config: CommonConfig & Own,
    database: DatabaseSync,
  ) => Promise<Routes | Fronted> | Routes | Fronted;
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
  const serveAsked = (request: IncomingMessage, response: ServerResponse) => {
    // The front passes the question on whether the body may come: else node would say yes before that.
    if (front(request, response)) return;
    response.writeContinue();
    answerFrom(routes, request, response);
  };
  return createBareServer(config).on("request", serve).on("checkContinue", serveAsked);
};

const run = async <Own extends object>(
  service: Service<Own>,
  configure: (args: readonly string[]) => CommonConfig & Own,
): Promise<void> => {
  const state: { database?: DatabaseSync } = {};
  stopOnSignal(state);
  const config = configure(process.argv.slice(2));
  const database = openDatabase(config.database, service.schema, service.library);
  state.database = database;
  const started = await service.start(config, database);
  const { routes: own, front } = isFronted(started) ? started : { routes: started, front: undefined };
  const health = healthHandler({ service: service.name, version: service.version }, [
    databaseProbe(database, config.database),
    needsProbe(config.needs),
  ]);
  const routes = {
    ...own,
    ...canaryRoutes(new Canary(service.name, database)),
    "GET /v1/health": health,
  };
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
