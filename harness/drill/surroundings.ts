import type { EventBody } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import type { Clock } from "./clock.ts";

/** The slots of a command; a drill runs in one of them, and so does each procedure beside its first. */
export interface Slots {
  /** How many there are. */
  readonly count: number;
  /** Does the work as soon as a slot is free; those that asked first get one first. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Gives the caller's own slot to others until this has settled. */
  lend<T>(waiting: Promise<T>): Promise<T>;
}

/** What a drill is run with, beside its plan. */
export type Surroundings = {
  /** Finds or starts what the machines need; whatever it opened is closed by the drill. */
  readonly openHost: () => Promise<RigHost>;
  readonly clock: Clock;
  /** Raised when the operator wants to stop. */
  readonly signal: AbortSignal;
  readonly emit: (event: EventBody) => void;
  /** The folder for what is collected from the machines. */
  readonly report: string;
  /** The machines of the next procedure may be started while one recovers: no other drill needs the host. @default false */
  readonly startsAhead?: boolean;
  /** For procedures side by side. @default they run one after the other */
  readonly slots?: Slots;
  readonly version: string;
  readonly commit: string;
};
