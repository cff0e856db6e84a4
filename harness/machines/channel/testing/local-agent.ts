import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Channel, openChannel } from "../channel.ts";

const agentFile = fileURLToPath(new URL("../../../guest/agent.ts", import.meta.url));

export type LocalAgent = AsyncDisposable & { readonly channel: Channel; readonly process: ChildProcess };

/** The real agent as a child of this process, acting on this host. */
export const startLocalAgent = async (): Promise<LocalAgent> => {
  const agent = spawn(process.execPath, [agentFile], { stdio: ["pipe", "pipe", "inherit"] });
  const channel = await openChannel({ readable: agent.stdout, writable: agent.stdin }, { machine: "local" });
  return {
    channel,
    process: agent,
    [Symbol.asyncDispose]: async () => {
      const exited = agent.exitCode === null && agent.signalCode === null ? once(agent, "exit") : undefined;
      await channel.close();
      await exited;
    },
  };
};
