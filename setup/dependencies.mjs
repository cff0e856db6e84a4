import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withInstallLock } from "./install-lock.mjs";
import { npmHasInstalled } from "./installed.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.drillbook-installed`;

const wantedStamp = () =>
  createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");

const isStamped = (stamp) => {
  try {
    return readFileSync(stampFile, "utf8") === stamp;
  } catch {
    return false;
  }
};

/** The stamp is read first: it is faster, and npm may leave out an optional package that fails to install. */
const isUpToDate = (stamp) => isStamped(stamp) || npmHasInstalled(root);

const problem = (headline, got, next) => ({
  message: `✗ ${headline}\n  got       ${got}\n  next      ${next}\n`,
  interrupted: false,
});

/**
 * npm first removes node_modules with the stamp: an interrupted installation leaves no stamp. No package's own install
 * script is run: nothing here needs one, and compiling an optional package is a third of the time.
 */
const npmCi = () =>
  new Promise((resolve) => {
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier"];
    const args = ["ci", "--ignore-scripts", ...quiet];
    const child = spawn("npm", args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    let stoppedBy;
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, stop);
    const end = (answer) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(answer);
    };
    child.on("error", () =>
      end(
        problem(
          "npm cannot be run",
          "no command npm",
          "install npm (Debian: apt-get install npm), then run the same command again",
        ),
      ),
    );
    child.on("close", (code) => {
      if (stoppedBy) end({ message: "interrupted: the dependencies are not installed\n", interrupted: true });
      else if (code !== 0) {
        const lines = said.trim().split("\n").slice(-6).join("\n            ");
        end(
          problem(
            "npm could not install the dependencies",
            lines || `exit ${code}`,
            "see that npm reaches its registry, then run the same command again",
          ),
        );
      } else end(undefined);
    });
  });

/** Installs the locked dependencies when they are missing or the lock has changed; returns the problem, if any. */
export const ensureDependencies = async () => {
  const stamp = wantedStamp();
  if (isUpToDate(stamp)) return undefined;
  return withInstallLock(`${root}.installing`, async () => {
    if (isUpToDate(stamp)) return undefined;
    process.stderr.write("installing the locked dependencies …\n");
    const startMs = Date.now();
    const failed = await npmCi();
    if (failed) return failed;
    writeFileSync(stampFile, stamp);
    process.stderr.write(`installed in ${((Date.now() - startMs) / 1000).toFixed(1)} s\n`);
    return undefined;
  });
};
