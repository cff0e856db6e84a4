import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../lib/run.ts";

/** How long the pipes are read after podman's end; a process that it left behind may hold them. */
const PIPES_AFTER_EXIT_MS = 250;

/** podman could not be run, or failed; the message has its output. */
export class PodmanError extends Error {}

export const PODMAN_MISSING = "podman: executable file not found in $PATH";

export type PodmanOutput = {
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly output: string;
};

const failure = (command: string, how: string, words: string): PodmanError =>
  new PodmanError(`podman ${command}: ${how}${words === "" ? "" : `: ${words.split("\n").join(" / ")}`}`);

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

type Environment = Run["environment"];

/** The podman that PATH has first. @throws PodmanError when it has none */
export const findPodman = (environment: Environment): string => {
  const directories = (environment["PATH"] ?? "").split(":").filter((directory) => directory !== "");
  const file = directories.map((directory) => join(directory, "podman")).find(isProgram);
  if (file === undefined) throw new PodmanError(PODMAN_MISSING);
  return file;
};

/**
 * The output of `podman`.
 *
 * @throws PodmanError when it is missing, takes longer, or exits with anything but 0.
 */
export const runPodman = async (
  args: readonly string[],
  limitMs: number,
  environment: Environment,
): Promise<PodmanOutput> => {
  const { promise, resolve, reject } = Promise.withResolvers<PodmanOutput>();
  const [command = ""] = args;
  let stdout = "";
  let stderr = "";
  let output = "";
  let isLate = false;
  const child = spawn(findPodman(environment), args, {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const limit = setTimeout(
    () => {
      isLate = true;
      child.kill("SIGKILL");
    },
    Math.max(0, limitMs),
  );
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    output += chunk;
  });
  child.once("exit", () => {
    clearTimeout(limit);
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, PIPES_AFTER_EXIT_MS).unref();
  });
  child.once("error", (error) => {
    clearTimeout(limit);
    reject(new PodmanError(`podman ${command}: ${error.message}`));
  });
  child.once("close", (code, signal) => {
    if (code === 0) resolve({ stdout, output });
    else if (isLate) reject(failure(command, `took longer than ${Math.round(limitMs)} ms`, stderr.trim()));
    else reject(failure(command, code === null ? `ended by ${signal}` : `exit ${code}`, stderr.trim()));
  });
  return promise;
};
