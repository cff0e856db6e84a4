import { parseArgs } from "node:util";
import { json } from "#twin/metacircular/programs/lib/http.ts";
import { listenOption, server } from "../lib/serve.ts";

/** Stands in for llama.cpp's server without a model: answers health, and has no inference. */
export const llamaCpp = server((run) => {
  const { values } = parseArgs({ args: [...run.args], options: { listen: { type: "string" } } });
  return {
    listen: listenOption(values.listen),
    routes: { "GET /health": () => json(200, { status: "no model loaded" }) },
  };
});
