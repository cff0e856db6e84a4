import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError, InterruptedError } from "../../errors.ts";
import { waitForLock } from "../engine/lock-file.ts";
import { type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import {
  type Claim,
  hostDir,
  makeHostDir,
  readClaims,
  removeClaim,
  type Ticket,
  writeClaim,
} from "./claims.ts";
import { thisHost } from "./host-room.ts";
import { type HostRoom, whyWait } from "./why-wait.ts";

const pollMs = 250;
/** The lock is held for a few files; a process that is stopped meanwhile holds up all. */
const lockMs = 60_000;

/** What a rig needs of the host. */
export type Need = Pick<
  Claim,
  "label" | "kinds" | "machines" | "memoryMb" | "containersMb" | "diskMb" | "diskFolder" | "networks"
>;

/** How a start waits for room. */
export type Waiting = {
  readonly signal?: AbortSignal | undefined;
  /** Told what is waited for, again when that changes (sizes alone do not count), and what is done before the machines start. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Told at the end of a wait what was waited for last, and for how many milliseconds in all. */
  readonly onWaited?: ((why: string, ms: number) => void) | undefined;
  /** The start fails where it would have to wait. */
  readonly onlyNow?: boolean | undefined;
};

/** The room that a rig has on this host; disposing gives it back. */
export interface Room extends Disposable {
  /** Other rigs had to end first, and may have been killed. */
  readonly waited: boolean;
  /** What this process uses is part of it. */
  add(process: ProcessIdentity | undefined): void;
  /** Every machine is up. */
  ready(): void;
}

/**
 * Resolves when the host has room for a rig, in the order of asking; the claim of a process that has ended counts no
 * more.
 * @throws HostNotReadyError when it never will, or with `onlyNow` not at once; InterruptedError
 */
export const claimRoom = async (
  need: Need,
  { signal, onProgress, onWaited, onlyNow }: Waiting,
  { dir = hostDir(), host = thisHost }: { readonly dir?: string; readonly host?: () => HostRoom } = {},
): Promise<Room> => {
  makeHostDir(dir);
  const locked = () =>
    waitForLock(join(dir, "lock"), { limitMs: lockMs, ...(signal === undefined ? {} : { signal }) });
  const since = performance.now();
  let why: string | undefined;
  let mine: Ticket | undefined;
  try {
    for (;;) {
      mine = await look(mine ?? need, dir, locked, host);
      if (mine.waitsFor === undefined) break;
      if (onlyNow === true) throw new HostNotReadyError(`there is no room now: ${mine.waitsFor.why}`);
      const before = why;
      why = mine.waitsFor.why;
      if (before === undefined || withoutSizes(before) !== withoutSizes(why)) {
        onProgress?.(`waiting for ${why}`);
      }
      await delay(pollMs);
      if (signal?.aborted === true) throw new InterruptedError("interrupted while room was waited for");
    }
  } catch (error) {
    if (mine) removeClaim(dir, mine.ticket);
    throw error;
  }
  if (why !== undefined) onWaited?.(why, Math.round(performance.now() - since));
  return roomOf(mine, dir, why !== undefined);
};

/** Memory that is left changes with each look, and is no other reason. */
const withoutSizes = (why: string): string => why.replaceAll(/\d+ MB/g, "MB");

/** The claim as it is after one look at the others, its first included: admitted, or with what it waits for. */
const look = async (
  asked: Need | Ticket,
  dir: string,
  locked: () => Promise<Disposable>,
  host: () => HostRoom,
): Promise<Ticket> => {
  using _ = await locked();
  const all = readClaims(dir, { forget: true });
  const mine: Ticket = "ticket" in asked ? asked : newTicket(asked, all);
  const { waitsFor: _before, ...claim } = mine;
  const waitsFor = whyWait(mine, all, host());
  const seen: Ticket = waitsFor === undefined ? { ...claim, state: "starting" } : { ...claim, waitsFor };
  writeClaim(dir, seen);
  return seen;
};

const newTicket = (need: Need, all: readonly Ticket[]): Ticket => ({
  ...need,
  ticket: (all.at(-1)?.ticket ?? 0) + 1,
  owner: thisProcess(),
  sinceMs: Date.now(),
  state: "waiting",
  processes: [],
});

const roomOf = (admitted: Ticket, dir: string, waited: boolean): Room => {
  let claim: Ticket | undefined = admitted;
  const change = (changed: Partial<Ticket>) => {
    if (claim === undefined) return;
    claim = { ...claim, ...changed };
    writeClaim(dir, claim);
  };
  return {
    waited,
    add: (process) => {
      if (claim && process) change({ processes: [...claim.processes, process] });
    },
    ready: () => change({ state: "running" }),
    [Symbol.dispose]: () => {
      if (claim) removeClaim(dir, claim.ticket);
      claim = undefined;
    },
  };
};

/** The room that was claimed for more than this rig and is given back by its owner, else room of its own. */
export const roomIn = async (given: Room | undefined, need: Need, waiting: Waiting): Promise<Room> =>
  given === undefined ? claimRoom(need, waiting) : { ...given, [Symbol.dispose]: () => {} };
