import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

/** The first Node that strips types without a flag and has import.meta.main. */
const oldest = [22, 18];

const binFolder = fileURLToPath(new URL("../node_modules/.bin", import.meta.url));
const ownNode = `${binFolder}/node`;
const hostNotReady = 69;

/** Whether this Node runs the project's TypeScript as it is. */
export const runsTypeScript = (version = process.versions.node) => {
  const [major, minor] = version.split(".").map(Number);
  // 23 got the same things in 23.6, but is not maintained any more.
  return major > 23 || (major === oldest[0] && minor >= oldest[1]);
};

/** Runs the same command line on the Node that came with the dependencies, and answers its exit code. */
export const runOnNewerNode = (argv) => {
  if (!existsSync(ownNode)) {
    process.stderr.write(
      `✗ Node ${process.versions.node} is too old to run this project, and no newer one comes with it for ${process.platform}-${process.arch}\n` +
        `  next      install Node ${oldest.join(".")} or newer, then run the same command again\n`,
    );
    return hostNotReady;
  }
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ""}` };
    const child = spawn(ownNode, argv, { stdio: "inherit", env });
    // A terminal sends Ctrl-C to both processes. A signal to this process alone is passed on; receiving it twice is harmless.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      process.stderr.write(`✗ ${ownNode} cannot be run: ${error.message}\n`);
      resolve(hostNotReady);
    });
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 137)));
  });
};
