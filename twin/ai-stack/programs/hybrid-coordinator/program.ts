import { parseArgs } from "node:util";
import { Fatal, reason } from "#twin/metacircular/programs/lib/fatal.ts";
import { type Handler, json } from "#twin/metacircular/programs/lib/http.ts";
import { askJson } from "../lib/ask-json.ts";
import { listenOption, server } from "../lib/serve.ts";
import { collectionNames } from "./collections.ts";

const TIMEOUT_MS = 1_000;
const service = "hybrid-coordinator";

const health =
  (qdrant: string, patience: number): Handler =>
  async () => {
    try {
      const collections = collectionNames(await askJson(`${qdrant}/collections`, TIMEOUT_MS * patience));
      return json(200, { status: "healthy", service, collections });
    } catch (error) {
      return json(503, { status: "unhealthy", service, error: reason(error) });
    }
  };

/** Stands in for the coordinator of local and remote models: healthy when Qdrant lists its collections. */
export const hybridCoordinator = server((run) => {
  const options = { listen: { type: "string" }, qdrant: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...run.args], options });
  if (values.qdrant === undefined || !URL.canParse(values.qdrant))
    throw new Fatal("--qdrant: write http://127.0.0.1:6333");
  return {
    listen: listenOption(values.listen),
    routes: { "GET /health": health(values.qdrant, run.patience) },
  };
});
