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

/** The cost of an additional shell; without a limit. */
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

/** Commands in sequence, each awaited, as in a step of a drill. */
export const channel: Benchmark = {
  name: "channel",
  about: "one command through the channel",
  run: (bench) =>
    bench.onMachine("bench: channel", async (machine) => {
      for (const { request } of commands) await repeat(20, () => runOne(machine, request));
      // Alternately, so that a slow moment of the host affects both.
      const measured = commands.map(() => [] as number[]);
      for (let turn = 0; turn < bench.turns(300); turn += 1) {
        for (const [index, { request }] of commands.entries()) {
          measured[index]?.push(await runOne(machine, request));
        }
      }
      return commands.map(({ request, ...command }, index) => ({ ...command, ours: measured[index] ?? [] }));
    }),
};
