import { serve } from "../lib/service.ts";
import { registry } from "./service.ts";

/** The last release before the shared library took a refused chmod for a warning. */
serve({ ...registry, version: "v1.2.0", library: "1.7" });
