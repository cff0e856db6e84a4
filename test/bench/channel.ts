import type { Machine } from "#harness/machines/machine.ts";
import type { CommandRequest } from "#harness/probes/command/value.ts";
import { repeat, timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";
import type { Limit } from "./measurement.ts";

type Command = {
  readonly what: string;
  readonly request: Omit<CommandRequest, "timeoutMs">;
  readonly limit?: Limit;
};

const limit: Limit = { kind: "ms", most: 2 };

/** A shell is a program more: what it costs is worth knowing, and nothing is promised of it. */
const commands: readonly Command[] = [
  { what: "one command, as root", request: { script: "/bin/true" }, limit },
  { what: "one command, as mcp", request: { script: "/bin/true", user: "mcp" }, limit },
  { what: "one command with a shell, as root", request: { script: "/bin/true; :" } },
  { what: "one command with a shell, as mcp", request: { script: "/bin/true; :", user: "mcp" } },
];

const runOne = (machine: Machine, request: Omit<CommandRequest, "timeoutMs">) =>
  timed(async () => {
    const seen = await machine.exec({ ...request, timeoutMs: 10_000 });
    if (seen.exitCode !== 0) throw new Error(`${request.script} ended with exit code ${seen.exitCode}`);
  });

/** One command after the other, each awaited, as a step of a drill does it. */
export const channel: Benchmark = {
  name: "channel",
  about: "one command through the channel",
  run: (bench) =>
    bench.onMachine("bench: channel", async (machine) => {
      for (const { request } of commands) await repeat(20, () => runOne(machine, request));
      // In turn, so that a slow moment of the host does not fall on one of them alone.
      const measured = commands.map(() => [] as number[]);
      for (let turn = 0; turn < bench.turns(300); turn += 1) {
        for (const [index, { request }] of commands.entries()) {
          measured[index]?.push(await runOne(machine, request));
        }
      }
      return commands.map(({ request, ...command }, index) => ({ ...command, ours: measured[index] ?? [] }));
    }),
};
