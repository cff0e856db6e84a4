import { spawn } from "node:child_process";

export type Ran = { readonly exitCode: number | undefined; readonly output: string };

/** Runs a program as root and waits for its end, but not for processes that hold its pipes open. */
export const run = (
  file: string,
  args: readonly string[],
  {
    env = {},
    limitMs = 60_000,
  }: { readonly env?: Readonly<Record<string, string>>; readonly limitMs?: number } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limitMs,
      killSignal: "SIGKILL",
    });
    let output = "";
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.on("error", reject);
    // "close" would wait for every process that inherited the pipes.
    child.on("exit", (code, signal) => {
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({
          exitCode: code ?? undefined,
          output: signal === null ? output : `${output}[ended by ${signal}]`,
        });
      });
    });
  });

/** A script as root. @throws Error with what it printed when it fails */
export const runScript = async (
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { exitCode, output } = await run("/bin/sh", ["-c", script], { env });
  if (exitCode === 0) return output;
  throw new Error(`a script failed (exit ${exitCode ?? "unknown"}): ${script}\n${output}`);
};
