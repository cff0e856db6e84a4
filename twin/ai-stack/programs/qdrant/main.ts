/** Stands in for Qdrant, the store of vectors: collections and points that survive it, and no search. */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { Fatal } from "#twin/metacircular/programs/lib/fatal.ts";
import { listenOption, serve } from "../lib/serve.ts";
import { qdrantRoutes } from "./routes.ts";
import { PointStore } from "./store.ts";

serve(() => {
  const options = { listen: { type: "string" }, storage: { type: "string" } } as const;
  const { values } = parseArgs({ options });
  if (values.storage === undefined) throw new Fatal("--storage: write the folder of the points");
  const store = new PointStore(join(values.storage, "points.db"));
  return { listen: listenOption(values.listen), routes: qdrantRoutes(store) };
});
