// Plain JavaScript for any Node that npm runs on: nothing is installed yet when this starts.
import { ensureDependencies } from "../setup/dependencies.mjs";
import { runOnNewerNode, runsTypeScript } from "../setup/node.mjs";
import { loadTask, taskNames } from "../setup/tasks.mjs";

const hostNotReady = 69;
const badArguments = 64;
const bug = 70;

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

let ended = false;
// If the event loop is empty before the task has ended, the task waits for something that cannot happen: a failure.
process.on("exit", (code) => {
  if (!ended && code === 0) process.exitCode = bug;
});
void run().then((code) => {
  ended = true;
  // An open handle of a library must not keep the command from ending; printed output must still arrive.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
});
