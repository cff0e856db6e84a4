import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const suite = fileURLToPath(new URL(`suite${extname(import.meta.url)}`, import.meta.url));

export default defineConfig({
  test: {
    // In a project that has drillbook installed it lies below node_modules.
    include: [suite],
    exclude: [],
    // The tests of a drill wait for it, and it has a limit of its own; those of drills side by side all wait at once.
    hookTimeout: 0,
    maxConcurrency: Number.MAX_SAFE_INTEGER,
  },
});
