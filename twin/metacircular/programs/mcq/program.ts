import { service } from "../lib/service.ts";
import { QUEUE_SCHEMA, queueRoutes } from "./queue.ts";

/** The document queue. */
export const mcq = service({
  name: "mcq",
  version: "v0.4.2",
  schema: QUEUE_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => queueRoutes(database),
});
