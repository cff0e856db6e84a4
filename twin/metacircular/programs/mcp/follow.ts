import { reason } from "../lib/fatal.ts";
import type { AgentEvent } from "../mcp-agent/events.ts";
import { askLines, type Credentials } from "./ask.ts";
import type { CommandRun } from "./command-run.ts";
import type { McpNode } from "./config.ts";
import { printable } from "./print-table.ts";

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`;

/** The lines of one event. */
export const describeEvent = (event: AgentEvent): readonly string[] => {
  switch (event.event) {
    case "started":
      return [`stage ${event.stage}: ${event.component}: ${event.action} after ${seconds(event.tookMs)}`];
    case "healthy":
      return [`stage ${event.stage}: ${event.component}: healthy after ${seconds(event.tookMs)}`];
    case "failed":
      return [
        `stage ${event.stage}: ${event.component}: failed after ${seconds(event.tookMs)}: ${event.reason}`,
        ...event.log.map((line) => `    | ${line}`),
      ];
    case "waiting":
      return Object.entries(event.reasons).map(
        ([component, why]) => `stage ${event.stage}: ${component}: waiting: ${why}`,
      );
    case "end":
      if (event.ok) return [`all healthy after ${seconds(event.tookMs)}`];
      return [
        `stopped after ${seconds(event.tookMs)}${event.notStarted.length === 0 ? "" : `; not started: ${event.notStarted.join(", ")}`}`,
      ];
    default:
      return [JSON.stringify(event satisfies never)];
  }
};

/** Requests work of a node's agent and prints each event; true when everything became healthy. */
export const follow = async (
  node: McpNode,
  path: string,
  body: unknown,
  credentials: Credentials,
  { print, warn }: Pick<CommandRun, "print" | "warn">,
): Promise<boolean> => {
  try {
    for await (const line of askLines(node.addresses, path, body, credentials)) {
      const event = JSON.parse(line) as AgentEvent;
      for (const text of describeEvent(event)) print(`${node.name}: ${printable(text)}\n`);
      if (event.event === "end") return event.ok;
    }
    throw new Error("the answer was cut off; what was begun may go on: see mcp ps");
  } catch (error) {
    warn(`mcp: ${node.name}: error: ${printable(reason(error))}\n`);
    return false;
  }
};
