import { serve } from "../lib/service.ts";
import { CATALOGUE_SCHEMA, catalogueRoutes } from "./catalogue.ts";

serve({
  name: "mcat",
  version: "v1.2.0",
  schema: CATALOGUE_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => catalogueRoutes(database),
});
