import { defineConfig } from "vitest/config";

/** What starts machines runs alone and one after the other: rigs have fixed addresses. */
const machines = {
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 300_000,
  globalSetup: ["test/engine.setup.ts"],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "harness/**/*.test.ts",
            "twin/**/*.test.ts",
            "setup/**/*.test.ts",
            "test/golden/**/*.test.ts",
          ],
          exclude: ["**/*.integration.test.ts"],
        },
      },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"], ...machines } },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts", "test/integration/**/*.test.ts"],
          exclude: ["node_modules/**"],
          ...machines,
        },
      },
      { test: { name: "gameday", include: ["test/gameday/**/*.test.ts"], ...machines } },
    ],
  },
});
