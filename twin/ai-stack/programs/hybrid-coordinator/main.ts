/** Stands in for the coordinator of local and remote models: it is healthy when Qdrant tells its collections. */

import { parseArgs } from "node:util";
import { Fatal, reason } from "#twin/metacircular/programs/lib/fatal.ts";
import { type Handler, json } from "#twin/metacircular/programs/lib/http.ts";
import { PATIENCE } from "#twin/metacircular/programs/lib/patience.ts";
import { askJson } from "../lib/ask-json.ts";
import { listenOption, serve } from "../lib/serve.ts";
import { collectionNames } from "./collections.ts";

const TIMEOUT_MS = 1_000 * PATIENCE;
const service = "hybrid-coordinator";

const health =
  (qdrant: string): Handler =>
  async () => {
    try {
      const collections = collectionNames(await askJson(`${qdrant}/collections`, TIMEOUT_MS));
      return json(200, { status: "healthy", service, collections });
    } catch (error) {
      return json(503, { status: "unhealthy", service, error: reason(error) });
    }
  };

serve(() => {
  const options = { listen: { type: "string" }, qdrant: { type: "string" } } as const;
  const { values } = parseArgs({ options });
  if (values.qdrant === undefined || !URL.canParse(values.qdrant))
    throw new Fatal("--qdrant: write http://127.0.0.1:6333");
  return { listen: listenOption(values.listen), routes: { "GET /health": health(values.qdrant) } };
});
