import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAgent } from "../../../guest/bundle.ts";
import { type Channel, openChannel } from "../channel.ts";

/** Made once: one file starts in half the time that its sources take. */
let code: Promise<string> | undefined;

export type LocalAgent = AsyncDisposable & {
  readonly channel: Channel;
  readonly process: ChildProcess;
  /** How far the agent's times may be from this process's clock at most. */
  readonly clockSlackMs: number;
};

/** The real agent, as machines have it, as a child of this process, acting on this host. */
export const startLocalAgent = async (
  options: { readonly nowMs?: () => number } = {},
): Promise<LocalAgent> => {
  code ??= bundleAgent();
  const folder = mkdtempSync(join(tmpdir(), "drillbook-agent-"));
  const file = join(folder, "agent.mjs");
  writeFileSync(file, await code);
  const agent = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const streams = { readable: agent.stdout, writable: agent.stdin };
  const sinceMs = performance.now();
  // A Node that starts beside many others may take longer than the agent of a machine, which runs already.
  const channel = await openChannel(streams, { machine: "local", helloTimeoutMs: 60_000, ...options });
  const openMs = performance.now() - sinceMs;
  // It is read by now.
  rmSync(folder, { recursive: true });
  return {
    channel,
    process: agent,
    // Read three times by then, and right to half of the fastest round trip; and rounded.
    clockSlackMs: openMs / 3 / 2 + 1,
    [Symbol.asyncDispose]: async () => {
      const exited = agent.exitCode === null && agent.signalCode === null ? once(agent, "exit") : undefined;
      await channel.close();
      await exited;
    },
  };
};
