import { configFileFrom } from "../lib/command-line.ts";
import { configuredService } from "../lib/service.ts";
import { loadWebConfig } from "../lib/web-config.ts";
import { DESCRIPTION_SCHEMA, descriptionRoutes } from "./descriptions.ts";

/** The pages of the registry. */
export const mcrWeb = configuredService(
  {
    name: "mcr-web",
    version: "v1.3.2",
    schema: DESCRIPTION_SCHEMA,
    start: (_config, database) => descriptionRoutes(database),
  },
  (args) => loadWebConfig(configFileFrom(args, "mcr-web")),
);
