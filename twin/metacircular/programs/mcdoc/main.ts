import { serve } from "../lib/service.ts";
import { DOCUMENT_SCHEMA, documentRoutes } from "./documents.ts";

serve({
  name: "mcdoc",
  version: "v0.1.0",
  schema: DOCUMENT_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => documentRoutes(database),
});
