import { service } from "../lib/service.ts";
import { DOCUMENT_SCHEMA, documentRoutes } from "./documents.ts";

/** The document service. */
export const mcdoc = service({
  name: "mcdoc",
  version: "v0.1.0",
  schema: DOCUMENT_SCHEMA,
  readConfig: () => ({}),
  start: (_config, database) => documentRoutes(database),
});
