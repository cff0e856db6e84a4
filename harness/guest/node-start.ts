import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { become } from "./become.ts";
import type { Pipe } from "./pipes.ts";
import { messageOf } from "./refusal.ts";
import { killGroup, NotStarted, type Running, type Start } from "./running.ts";

/** Starts a command without a helper: half as fast, but possible everywhere. */
export const startWithNode = (
  start: Start,
  pipes: { readonly stdout: Pipe; readonly stderr: Pipe },
): Running => {
  const identity = become(start);
  const [program = "", ...args] = identity.words;
  const output = [pipes.stdout.openWriter(), pipes.stderr.openWriter()];
  try {
    const child = spawn(program, args, {
      cwd: start.cwd,
      env: start.env,
      detached: true,
      stdio: [start.stdin ?? ("ignore" as const), ...output],
      ...identity.ids,
    });
    const running: Running = {
      onExit: () => {},
      onFailed: () => {},
      kill: () => {
        if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
          killGroup(child.pid);
        }
      },
    };
    child.once("exit", (code, signal) => running.onExit(code ?? undefined, signal ?? undefined));
    child.once("error", (error) =>
      running.onFailed(new NotStarted(`the command could not be started: ${messageOf(error)}`)),
    );
    return running;
  } finally {
    for (const end of output) closeSync(end);
  }
};
