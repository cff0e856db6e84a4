import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import type { ChannelStream } from "../channel/streams.ts";
import { withDeadline } from "../engine/deadline.ts";

const agentCommand = ["/usr/local/bin/node", "/usr/lib/drillbook/agent.mjs"];
const keptBytes = 4000;

export type AgentStream = {
  readonly stream: ChannelStream;
  /** The end of the agent's stderr. */
  stderr(): string;
};

/** Starts an agent in a running container, by way of the command `before`; the stream ends when the agent or the container does. */
export const startAgent = async (
  docker: Docker,
  containerId: string,
  before: readonly string[] = [],
): Promise<AgentStream> => {
  const options = {
    Cmd: [...before, ...agentCommand],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
  };
  const exec = await withDeadline("POST /containers/ID/exec", docker.getContainer(containerId).exec(options));
  const duplex = await withDeadline("POST /exec/ID/start", exec.start({ hijack: true, stdin: true }));
  const readable = new PassThrough();
  const errors = new PassThrough();
  let stderr = "";
  errors.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-keptBytes);
  });
  docker.modem.demuxStream(duplex, readable, errors);
  duplex.on("end", () => readable.end());
  duplex.on("close", () => readable.end());
  duplex.on("error", (error) => readable.destroy(error));
  return { stream: { readable, writable: duplex }, stderr: () => stderr };
};
