/** How a container was started. */
export type StartAction = "run" | "start" | "already running";

/** One line of the answer to a deploy or a recovery. */
export type AgentEvent =
  | {
      readonly event: "started";
      readonly component: string;
      readonly stage: number;
      readonly action: StartAction;
      readonly tookMs: number;
    }
  | {
      readonly event: "healthy";
      readonly component: string;
      readonly stage: number;
      readonly tookMs: number;
    }
  | {
      readonly event: "failed";
      readonly component: string;
      readonly stage: number;
      readonly reason: string;
      /** The last lines that the container printed. */
      readonly log: readonly string[];
      readonly tookMs: number;
    }
  /** Keep-alive, so that a reader can tell a wait from a dead connection. */
  | { readonly event: "waiting"; readonly stage: number; readonly reasons: Readonly<Record<string, string>> }
  /** The last line; an answer without it is incomplete. */
  | {
      readonly event: "end";
      readonly ok: boolean;
      readonly notStarted: readonly string[];
      readonly tookMs: number;
    };

export type Emit = (event: AgentEvent) => void;
