// Plain JavaScript for any Node that npm runs on: nothing is installed yet when this starts.
import { ensureDependencies } from "../setup/dependencies.mjs";
import { runOnNewerNode, runsTypeScript } from "../setup/node.mjs";
import { loadTask, taskNames } from "../setup/tasks.mjs";

const hostNotReady = 69;
const badArguments = 64;

const [name, ...args] = process.argv.slice(2);

const run = async () => {
  if (!taskNames.includes(name)) {
    process.stderr.write(`usage: npm run ${taskNames.join(" | npm run ")}\n`);
    return badArguments;
  }
  const problem = await ensureDependencies();
  if (problem) {
    process.stderr.write(problem.message);
    return problem.interrupted ? 130 : hostNotReady;
  }
  if (!runsTypeScript()) return runOnNewerNode(process.argv.slice(1));
  return (await loadTask(name))(args);
};

const code = await run();
// What a library left open must not keep the command from ending; what was printed must still arrive.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
