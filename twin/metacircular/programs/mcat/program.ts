import { service } from "../lib/service.ts";
import { CATALOGUE_SCHEMA, catalogueRoutes } from "./catalogue.ts";

/** The catalogue. */
export const mcat = service({
  name: "mcat",
  version: "v1.2.0",
  schema: CATALOGUE_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => catalogueRoutes(database),
});
