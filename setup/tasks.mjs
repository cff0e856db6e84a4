import module from "node:module";
import { fileURLToPath } from "node:url";

/** What each npm script runs: a module with a function `main(args)` that answers an exit code. */
const tasks = {
  drill: "../harness/cli/main.ts",
  gameday: "../harness/cli/gameday.ts",
  bench: "../test/bench/main.ts",
  test: "../test/runner/main.ts",
  build: "./tasks/build.ts",
  "build:diagnose": "./tasks/build-diagnose.ts",
  "build:claims": "./tasks/build-claims.ts",
  lint: "./tasks/lint.ts",
  format: "./tasks/format.ts",
};

export const taskNames = Object.keys(tasks);

/** The task's `main`, compiled once and cached. */
export const loadTask = async (name) => {
  module.enableCompileCache?.(fileURLToPath(new URL("../node_modules/.cache/drillbook", import.meta.url)));
  const { main } = await import(new URL(tasks[name], import.meta.url).href);
  return main;
};
