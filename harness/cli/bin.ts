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
  if (name === "--help" || name === "-h") {
    process.stdout.write(usage);
    return 0;
  }
  if (name === "--version") {
    process.stdout.write(`${(await import("./drillbook-version.ts")).drillbookVersion()}\n`);
    return 0;
  }
  if (!isTask(name)) {
    const { printError } = await import("./print-error.ts");
    const { UsageError } = await import("../errors.ts");
    const { closest } = await import("../scenario/closest.ts");
    const near = closest(name, Object.keys(tasks)) ?? `drill ${name}`;
    return printError(
      new UsageError(`npx drillbook has no command ${JSON.stringify(name)}`, {
        expected: Object.keys(tasks).join(", "),
        next: `npx drillbook ${near}, or npx drillbook --help`,
      }),
    );
  }
  try {
    (await import("./node-version.ts")).assertNode();
  } catch (error) {
    return (await import("./print-error.ts")).printError(error);
  }
  module.enableCompileCache();
  const main = await tasks[name]();
  return main(args);
};

const code = await run(process.argv.slice(2));
// What a library left open must not keep the command from ending; what was printed must still arrive.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
