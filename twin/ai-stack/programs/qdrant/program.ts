import { join } from "node:path";
import { parseArgs } from "node:util";
import { Fatal } from "#twin/metacircular/programs/lib/fatal.ts";
import { listenOption, server } from "../lib/serve.ts";
import { qdrantRoutes } from "./routes.ts";
import { PointStore } from "./store.ts";

/** Stands in for Qdrant, the vector store: persistent collections and points, without search. */
export const qdrant = server((run) => {
  const options = { listen: { type: "string" }, storage: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...run.args], options });
  if (values.storage === undefined) throw new Fatal("--storage: write the folder of the points");
  const store = new PointStore(join(values.storage, "points.db"), run);
  return { listen: listenOption(values.listen), routes: qdrantRoutes(store) };
});
