import { configFileFrom } from "../lib/command-line.ts";
import { configuredService } from "../lib/service.ts";
import { loadWebConfig } from "../lib/web-config.ts";
import { REQUEST_SCHEMA, requestRoutes } from "./requests.ts";

/** The pages of the certificate authority. */
export const metacryptWeb = configuredService(
  {
    name: "metacrypt-web",
    version: "v1.4.1",
    schema: REQUEST_SCHEMA,
    start: (_config, database) => requestRoutes(database),
  },
  (args) => loadWebConfig(configFileFrom(args, "metacrypt-web", "--config FILE")),
);
