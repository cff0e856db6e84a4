import { globSync } from "node:fs";
import { repositoryRoot } from "#setup/repository.ts";

/** The test files of each project of vitest, as patterns from the repository's root. */
export const testFiles = {
  unit: [
    "harness/**/*.test.ts",
    "twin/**/*.test.ts",
    "setup/**/*.test.ts",
    "maintenance/**/*.test.ts",
    "test/golden/**/*.test.ts",
    "test/bench/**/*.test.ts",
    "test/architecture/**/*.test.ts",
    "test/runner/**/*.test.ts",
    "test/scripted/**/*.test.ts",
  ],
  contract: ["test/contract/**/*.test.ts", "harness/**/*.integration.test.ts"],
  integration: ["test/integration/**/*.test.ts"],
  vm: ["test/vm/**/*.test.ts"],
  uml: ["test/uml/**/*.test.ts"],
  releases: ["test/releases/**/*.test.ts"],
  package: ["test/package/*.test.ts"],
  incidents: ["test/incidents/**/*.test.ts"],
  "incidents-on-vm": ["test/incidents-on-vm/**/*.test.ts"],
  load: ["test/load/**/*.test.ts"],
  hosts: ["test/hosts/**/*.test.ts"],
} as const;

export type Project = keyof typeof testFiles;

export const projectNames = Object.keys(testFiles) as readonly Project[];

/** What a pattern of the unit tests finds and another project has. */
export const notUnit = ["**/*.integration.test.ts"];

/** Every test file of the project, from the repository's root. */
export const filesOf = (project: Project): string[] =>
  globSync([...testFiles[project]], {
    cwd: repositoryRoot,
    exclude: project === "unit" ? notUnit : [],
  }).sort();
