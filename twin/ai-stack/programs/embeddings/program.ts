import { parseArgs } from "node:util";
import { json } from "#twin/metacircular/programs/lib/http.ts";
import { listenOption, server } from "../lib/serve.ts";

const MODEL = "sentence-transformers/all-MiniLM-L6-v2";

/** Stands in for the server of sentence embeddings: answers health with its model's name, and has no embeddings. */
export const embeddings = server((run) => {
  const { values } = parseArgs({ args: [...run.args], options: { listen: { type: "string" } } });
  return {
    listen: listenOption(values.listen),
    routes: { "GET /health": () => json(200, { model: MODEL, status: "ok" }) },
  };
});
