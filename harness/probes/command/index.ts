import { fill } from "../../scenario/text.ts";
import type { ProbeDefinition } from "../definition.ts";
import { commandLine } from "./command-line.ts";
import { evaluateCommand } from "./evaluate.ts";
import type { Command, CommandObservation, CommandRequest } from "./value.ts";
import { commandWords } from "./words.ts";

export const command: ProbeDefinition<Command, CommandRequest, CommandObservation> = {
  kind: "command",
  request: ({ script, user, cwd, env, stdin }, resolve, timeoutMs) => ({
    script: fill(script, resolve),
    user,
    ...(cwd === undefined ? {} : { cwd }),
    env,
    ...(stdin === undefined ? {} : { stdin: fill(stdin, resolve) }),
    timeoutMs,
  }),
  title: ({ user = "root", script }) => `as ${user}: ${script}`,
  evaluate: evaluateCommand,
  timedOut: ({ timedOut }) => timedOut,
  commandLine,
  name: ({ script }, resolve) => fill(script, resolve).trim(),
  words: commandWords,
  inShort: ({ exitCode, stdout }, got) => {
    if (exitCode !== 0) return got.split(":")[0] ?? got;
    return stdout.trim() === "" ? "nothing" : stdout;
  },
  sampling: "runs a command",
  guest: () => import("./guest/index.ts"),
};
