#!/usr/bin/env node
import module from "node:module";

/** What each word of `npx drillbook` starts: a function that takes the words after it and answers an exit code. */
const tasks = {
  drill: async () => (await import("./main.ts")).main,
  gameday: async () => (await import("./gameday.ts")).main,
  init: async () => (await import("./init.ts")).main,
};

const usage = `Usage: npx drillbook init | drill | gameday

  init      write a first scenario and the files that a project needs
  drill     drill a scenario; npx drillbook drill --help lists its commands
  gameday   drill every scenario
`;

const isTask = (name: string): name is keyof typeof tasks => Object.hasOwn(tasks, name);

const run = async ([name = "--help", ...args]: readonly string[]): Promise<number> => {
  if (!isTask(name)) {
    const isAsked = name === "--help" || name === "-h";
    (isAsked ? process.stdout : process.stderr).write(usage);
    return isAsked ? 0 : 64;
  }
  module.enableCompileCache();
  const main = await tasks[name]();
  return main(args);
};

const code = await run(process.argv.slice(2));
// What a library left open must not keep the command from ending; what was printed must still arrive.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
