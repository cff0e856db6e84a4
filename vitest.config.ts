import { defineConfig } from "vitest/config";
import { workers } from "./test/integration/support/caches.ts";
import { notUnit, testFiles } from "./test/runner/projects.ts";

/** The addresses of rigs are fixed, so what starts machines in one engine runs one after the other. */
const machines = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [...testFiles.unit],
          exclude: notUnit,
          // For what hangs: how long something may take is claimed by its test. A Node beside many others starts slowly.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Loading the modules anew for each file takes longer than the tests; what a file leaves is looked for instead.
          isolate: false,
          setupFiles: ["test/unit.setup.ts"],
        },
      },
      {
        test: {
          name: "contract",
          include: [...testFiles.contract],
          ...machines,
          globalSetup: ["test/engine.setup.ts"],
        },
      },
      {
        test: {
          name: "integration",
          include: [...testFiles.integration],
          maxWorkers: workers,
          testTimeout: 120_000,
          // A file waits for its turn with that engine.
          hookTimeout: 600_000,
          globalSetup: ["test/integration/setup.ts"],
        },
      },
      // One at a time, because an emulated machine takes a whole processor.
      {
        test: {
          name: "vm",
          include: [...testFiles.vm],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 900_000,
          globalSetup: ["test/vm/setup.ts"],
        },
      },
      {
        test: {
          name: "releases",
          include: [...testFiles.releases],
          ...machines,
          hookTimeout: 600_000,
          globalSetup: ["test/engine.setup.ts"],
        },
      },
      // Whole drills, one after the other.
      {
        test: {
          name: "incidents",
          include: [...testFiles.incidents],
          fileParallelism: false,
          testTimeout: 360_000,
          hookTimeout: 600_000,
          globalSetup: ["test/incidents/setup.ts"],
        },
      },
      {
        test: {
          name: "incidents-on-vm",
          include: [...testFiles["incidents-on-vm"]],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 900_000,
          globalSetup: ["test/vm/setup.ts"],
        },
      },
      // The engine is that of the game day, which DOCKER_HOST names.
      { test: { name: "gameday", include: ["test/gameday/**/*.test.ts"], testTimeout: 120_000 } },
      // Drillbook's own commands, each on a host that is a virtual machine.
      {
        test: {
          name: "hosts",
          include: [...testFiles.hosts],
          fileParallelism: false,
          testTimeout: 5_400_000,
          hookTimeout: 5_400_000,
        },
      },
    ],
  },
});
