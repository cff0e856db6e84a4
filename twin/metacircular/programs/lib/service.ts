import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import type { TableReader } from "#twin/platform/table-reader.ts";
import { Canary, canaryRoutes } from "./canary.ts";
import { type CommandLine, configFileFrom } from "./command-line.ts";
import { type CommonConfig, loadConfig } from "./config.ts";
import { databaseProbe, openDatabase } from "./database.ts";
import type { LibraryRelease } from "./database-mode.ts";
import { healthHandler, type Probe } from "./health.ts";
import { answerFrom, createBareServer, createHttpServer, type Routes } from "./http.ts";
import { listen } from "./listen.ts";
import { needsProbe } from "./needs.ts";
import type { Program, Run } from "./run.ts";

/** Handles requests before the routes; `false` passes a request on to them. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

type Fronted = { readonly routes: Routes; readonly front: Front };

const isFronted = (started: Routes | Fronted): started is Fronted => typeof started["routes"] === "object";

/** The parts of a service that are not common to all. */
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
    run: Run,
  ) => Promise<Routes | Fronted> | Routes | Fronted;
};

/** A service with its own command line. */
export type ServiceProgram<Own extends object> = Service<Own> & {
  /** @default "server --config FILE" */
  readonly commandLine?: CommandLine;
  readonly readConfig: (table: TableReader) => Own;
};

const createServerOf = (config: CommonConfig, routes: Routes, front: Front | undefined): Server => {
  if (front === undefined) return createHttpServer(config, routes);
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    if (!front(request, response)) answerFrom(routes, request, response);
  };
  const serveAsked = (request: IncomingMessage, response: ServerResponse) => {
    // The front passes on `Expect: 100-continue`; else Node would answer it first.
    if (front(request, response)) return;
    response.writeContinue();
    answerFrom(routes, request, response);
  };
  return createBareServer(config).on("request", serve).on("checkContinue", serveAsked);
};

/** The database of a service, closed at the end of its run, and what its health depends on. */
export const openService = (
  { schema, library }: Pick<Service<object>, "schema" | "library">,
  config: CommonConfig,
  run: Run,
): { readonly database: DatabaseSync; readonly probes: readonly Probe[] } => {
  const database = openDatabase(config.database, schema, run.warn, library);
  // Closed last; its WAL is checkpointed.
  run.closing.defer(() => database.close());
  return { database, probes: [databaseProbe(database, config.database), needsProbe(config.needs, run)] };
};

/** A service whose configuration `configure` makes from the arguments. */
export const configuredService =
  <Own extends object>(
    service: Service<Own>,
    configure: (args: readonly string[]) => CommonConfig & Own,
  ): Program =>
  async (run) => {
    const config = configure(run.args);
    const { database, probes } = openService(service, config, run);
    const started = await service.start(config, database, run);
    const { routes: own, front } = isFronted(started) ? started : { routes: started, front: undefined };
    const health = healthHandler({ service: service.name, version: service.version }, probes);
    const routes = {
      ...own,
      ...canaryRoutes(new Canary(service.name, database)),
      "GET /v1/health": health,
    };
    const protocol = config.tls === undefined ? "http" : "https";
    for (const address of config.alsoListen)
      await listen(createServerOf(config, routes, front), address, `${protocol}-also`, run);
    if (config.grpcListen !== undefined)
      await listen(createHttpServer(config, { "GET /v1/health": health }), config.grpcListen, "grpc", run);
    await listen(createServerOf(config, routes, front), config.listen, protocol, run);
  };

/** A service whose command line names its file. */
export const service = <Own extends object>({
  commandLine,
  readConfig,
  ...about
}: ServiceProgram<Own>): Program =>
  configuredService(about, (args) => loadConfig(configFileFrom(args, about.name, commandLine), readConfig));
