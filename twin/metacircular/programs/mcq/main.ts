import { serve } from "../lib/service.ts";
import { QUEUE_SCHEMA, queueRoutes } from "./queue.ts";

serve({
  name: "mcq",
  version: "v0.4.2",
  schema: QUEUE_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => queueRoutes(database),
});
