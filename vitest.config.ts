import { defineConfig } from "vitest/config";

/** The addresses of rigs are fixed, so what starts machines in one engine runs one after the other. */
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
            "test/bench/**/*.test.ts",
          ],
          exclude: ["**/*.integration.test.ts"],
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts", "harness/**/*.integration.test.ts"],
          ...machines,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          // The whole drill, and everything else in an engine of its own, at the same time.
          maxWorkers: 2,
          testTimeout: 120_000,
          // A file waits for its turn with that engine.
          hookTimeout: 600_000,
          globalSetup: ["test/integration/setup.ts"],
        },
      },
      // Whole drills on virtual machines: one at a time, because an emulated one takes a whole processor.
      {
        test: {
          name: "vm",
          include: ["test/vm/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      // Drillbook's own commands, each on a host that is a virtual machine.
      {
        test: {
          name: "hosts",
          include: ["test/hosts/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 5_400_000,
          hookTimeout: 5_400_000,
        },
      },
      { test: { name: "gameday", include: ["test/gameday/**/*.test.ts"], ...machines } },
    ],
  },
});
