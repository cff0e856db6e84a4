/** How a container came to run. */
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
  /** Sent while nothing else happens, so that a reader can tell waiting from a dead connection. */
  | { readonly event: "waiting"; readonly stage: number; readonly reasons: Readonly<Record<string, string>> }
  /** The last line; an answer without it was cut off. */
  | {
      readonly event: "end";
      readonly ok: boolean;
      readonly notStarted: readonly string[];
      readonly tookMs: number;
    };

export type Emit = (event: AgentEvent) => void;
