import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const suite = fileURLToPath(new URL(`suite${extname(import.meta.url)}`, import.meta.url));

/** Only for hung drills; the scenario sets the limits of a drill. */
const limitMs = 900_000;

export default defineConfig({
  test: {
    // In a project that has drillbook installed it lies below node_modules.
    include: [suite],
    exclude: [],
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
