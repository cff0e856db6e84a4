import { defineConfig } from "vitest/config";
import { workers } from "./test/integration/support/caches.ts";
import { LongestFirst } from "./test/runner/longest-first.ts";
import { notUnit, testFiles } from "./test/runner/projects.ts";

/** For what hangs, on a host with four times as many busy processes as cores: how long something may take is claimed by its test. */
const patience = { testTimeout: 600_000, hookTimeout: 900_000 };
/** The addresses of rigs are fixed, so what starts machines in one engine runs one after the other. */
const machines = { fileParallelism: false, ...patience };
/** With machines that are emulated. */
const vms = { fileParallelism: false, testTimeout: 900_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: [...testFiles.unit],
          exclude: notUnit,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Loading the modules anew for each file takes longer than the tests; what a file leaves is looked for instead.
          isolate: false,
          setupFiles: ["test/unit.setup.ts"],
        },
      },
      {
        test: {
          name: "contract",
          include: [...testFiles.contract],
          // What uses the same engine takes turns.
          maxWorkers: workers,
          ...patience,
          globalSetup: ["test/engine.setup.ts"],
        },
      },
      {
        test: {
          name: "integration",
          include: [...testFiles.integration],
          maxWorkers: workers,
          ...patience,
          globalSetup: ["test/integration/setup.ts"],
        },
      },
      // One at a time, because an emulated machine takes a whole processor.
      {
        test: {
          name: "vm",
          include: [...testFiles.vm],
          ...vms,
          globalSetup: ["test/vm/setup.ts"],
        },
      },
      { test: { name: "uml", include: [...testFiles.uml], ...vms, globalSetup: ["test/uml/setup.ts"] } },
      {
        test: {
          name: "releases",
          include: [...testFiles.releases],
          ...machines,
          globalSetup: ["test/engine.setup.ts"],
        },
      },
      // It installs what it needs from npm's registry, as a user does.
      { test: { name: "package", include: [...testFiles.package], ...machines } },
      // Whole drills.
      {
        test: {
          name: "incidents",
          include: [...testFiles.incidents],
          ...machines,
          // Of one file, where it says that they may run at once.
          maxConcurrency: 3,
          globalSetup: ["test/incidents/setup.ts"],
        },
      },
      {
        test: {
          name: "incidents-on-vm",
          include: [...testFiles["incidents-on-vm"]],
          ...vms,
          globalSetup: ["test/vm/setup.ts"],
        },
      },
      // It loads the host itself: nothing else may run beside it.
      {
        test: { name: "load", include: [...testFiles.load], fileParallelism: false, testTimeout: 3_600_000 },
      },
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
