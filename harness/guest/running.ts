import { constants } from "node:os";
import { codeOf, Refusal } from "./refusal.ts";

/** The program could not be run: no such file, or no format that the kernel can execute. */
export class NotStarted extends Refusal {}

/** A command with every parameter resolved. */
export type Start = {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups, without the user's own. */
  readonly groups: readonly number[];
  readonly stdin: number | undefined;
};

/** A command that was started as the leader of a process group; one of its two handlers is called, later, once. */
export type Running = {
  onExit: (code: number | undefined, signal: string | undefined) => void;
  onFailed: (error: Refusal) => void;
  /** Kills the whole group; does nothing when it has ended. */
  kill(): void;
};

export const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
};

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** Exit code and signal in a status as wait(2) gives it. */
export const readStatus = (status: number): { code: number | undefined; signal: string | undefined } => {
  const signal = status & 0x7f;
  return signal === 0
    ? { code: status >> 8, signal: undefined }
    : { code: undefined, signal: signalNames.get(signal) ?? `signal ${signal}` };
};
