import { serve } from "../lib/service.ts";
import { certificateAuthority } from "./service.ts";

/** The last release before the shared library took a refused chmod for a warning. */
serve({ ...certificateAuthority, version: "v1.3.0", library: "1.7" });
