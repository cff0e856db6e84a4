import { serve } from "../lib/service.ts";
import { LIST_SCHEMA, listRoutes } from "./lists.ts";

serve({
  name: "kls",
  version: "v0.2.0",
  schema: LIST_SCHEMA,
  commandLine: "-f FILE",
  readConfig: () => ({}),
  start: (_config, database) => listRoutes(database),
});
