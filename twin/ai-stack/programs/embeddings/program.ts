import { parseArgs } from "node:util";
import { json } from "#twin/metacircular/programs/lib/http.ts";
import { listenOption, server } from "../lib/serve.ts";

const MODEL = "sentence-transformers/all-MiniLM-L6-v2";

/** Stands in for the server of sentence embeddings: it is there, with its model's name, and embeds nothing. */
export const embeddings = server((run) => {
  const { values } = parseArgs({ args: [...run.args], options: { listen: { type: "string" } } });
  return {
    listen: listenOption(values.listen),
    routes: { "GET /health": () => json(200, { model: MODEL, status: "ok" }) },
  };
});
