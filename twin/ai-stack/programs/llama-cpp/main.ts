/** Stands in for llama.cpp's server, as it is without a model: it is there, and infers nothing. */

import { parseArgs } from "node:util";
import { json } from "#twin/metacircular/programs/lib/http.ts";
import { listenOption, serve } from "../lib/serve.ts";

serve(() => {
  const { values } = parseArgs({ options: { listen: { type: "string" } } });
  return {
    listen: listenOption(values.listen),
    routes: { "GET /health": () => json(200, { status: "no model loaded" }) },
  };
});
