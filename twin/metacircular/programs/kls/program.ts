import { service } from "../lib/service.ts";
import { LIST_SCHEMA, listRoutes } from "./lists.ts";

/** The key-list service. */
export const kls = service({
  name: "kls",
  version: "v0.2.0",
  schema: LIST_SCHEMA,
  commandLine: "-f FILE",
  readConfig: () => ({}),
  start: (_config, database) => listRoutes(database),
});
