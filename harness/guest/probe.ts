import type { CommandRequest } from "../probes/command/value.ts";
import type { Fields } from "./fields.ts";
import type { Execution } from "./watch.ts";

/** What the agent does for a probe. */
export type Guest = {
  /** @throws Refusal when it cannot be started */
  readonly run: (command: CommandRequest) => Promise<Execution>;
  /** Sends the beginning of a text of the observation that is too long for one frame. */
  readonly sendPart: (part: string, data: Buffer) => Promise<void> | undefined;
};

/** The part of a kind of probe that runs inside a machine. */
export type GuestProbe<Request, Seen> = {
  /** The request that arrived as these fields. @throws Refusal when it makes no sense */
  readonly read: (fields: Fields) => Request;
  readonly observe: (request: Request, guest: Guest) => Promise<Seen>;
};
