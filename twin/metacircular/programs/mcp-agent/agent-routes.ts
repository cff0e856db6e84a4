import type { IncomingMessage, ServerResponse } from "node:http";
import { TableError } from "#twin/platform/table-reader.ts";
import { reason } from "../lib/fatal.ts";
import { HttpProblem, json, readJson } from "../lib/http.ts";
import type { Run } from "../lib/run.ts";
import type { AgentRoutes } from "./agent-server.ts";
import { askHealth } from "./ask-health.ts";
import { authorize } from "./authorize.ts";
import type { AgentConfig } from "./config.ts";
import { reportContainers } from "./container-report.ts";
import type { AgentEvent } from "./events.ts";
import type { Podman, PodmanContainer } from "./podman.ts";
import { type RegisteredComponent, readComponents } from "./registered-component.ts";
import type { Registry } from "./registry.ts";
import { type RollOut, rollOut } from "./roll-out.ts";
import { recoverContainer, replaceContainer, type Starting } from "./start-container.ts";

const VERSION = "v0.10.3";

type Deps = {
  readonly config: AgentConfig;
  readonly registry: Registry;
  /** Why the database cannot be read or written. */
  readonly databaseProblem: () => string | undefined;
  readonly podman: Podman;
  readonly run: Pick<Run, "now" | "patience" | "closing">;
};

const componentsFrom = async (request: IncomingMessage): Promise<readonly RegisteredComponent[]> => {
  try {
    return readComponents(await readJson(request));
  } catch (error) {
    throw error instanceof TableError ? new HttpProblem(400, error.message) : error;
  }
};

const streamOf =
  (response: ServerResponse) =>
  (event: AgentEvent): void => {
    if (!response.headersSent) response.writeHead(200, { "content-type": "application/x-ndjson" });
    // Work continues to its end when the client disconnects.
    if (!response.destroyed) response.write(`${JSON.stringify(event)}\n`);
  };

/** One at a time, because two would remove each other's containers. */
class Turn {
  #holder: string | undefined;

  async take(what: string, work: () => Promise<void>): Promise<undefined> {
    if (this.#holder !== undefined) throw new HttpProblem(409, `${this.#holder} is under way`);
    this.#holder = `a ${what} that began at ${new Date().toISOString()}`;
    try {
      await work();
    } finally {
      this.#holder = undefined;
    }
    return undefined;
  }
}

/** The API of the agent. */
export const agentRoutes = ({ config, registry, databaseProblem, podman, run }: Deps): AgentRoutes => {
  const turn = new Turn();
  const ask = ({ healthUrl, healthCa = config.healthCa }: RegisteredComponent) =>
    askHealth(healthUrl, healthCa, run.patience);

  const start = async (
    response: ServerResponse,
    components: readonly RegisteredComponent[],
    begin: RollOut["begin"],
  ): Promise<void> => {
    const emit = streamOf(response);
    const { stageDeadlineMs } = config;
    await rollOut(components, { begin, askHealth: ask, podman, run, stageDeadlineMs, emit });
    response.end();
  };

  const startingFrom = (containers: readonly PodmanContainer[]): Starting => ({
    podman,
    present: new Map(containers.map((item) => [item.name, item])),
    now: run.now,
  });

  return {
    "GET /v1/health": async () => {
      const about = { service: "mcp-agent", version: VERSION, node: config.node };
      const problem = databaseProblem();
      if (problem !== undefined) return json(503, { status: "error", reason: problem, ...about });
      try {
        return json(200, { status: "ok", ...about, podman: await podman.version() });
      } catch (error) {
        return json(200, { status: "ok", ...about, note: reason(error) });
      }
    },
    "GET /v1/containers": async () =>
      json(200, { node: config.node, ...(await reportContainers(registry.all(), ask, podman)) }),
    "GET /v1/registry": () => json(200, { node: config.node, components: registry.all() }),
    "POST /v1/deploy": async (request, response) => {
      await authorize(config.auth, request, run.patience);
      const components = await componentsFrom(request);
      return turn.take("deploy", async () => {
        const replace = replaceContainer(startingFrom(await podman.containers()));
        await start(response, components, async (component, limitMs) => {
          const action = await replace(component, limitMs);
          registry.put(component);
          return action;
        });
      });
    },
    "POST /v1/recover": async (request, response) => {
      await authorize(config.auth, request, run.patience);
      request.resume();
      const components = registry.all();
      return turn.take("recovery", async () => {
        // A machine without registered containers needs no podman for a recovery.
        const there = components.length === 0 ? [] : await podman.containers();
        await start(response, components, recoverContainer(startingFrom(there)));
      });
    },
  };
};
