import type { Socket } from "node:net";
import type { ProcessIdentity } from "../engine/process-identity.ts";

/** The process on this host that runs a machine with a kernel of its own. */
export interface GuestProcess {
  /** Of the machine. */
  readonly name: string;
  readonly identity: ProcessIdentity | undefined;
  readonly isAlive: boolean;
  /** Resolves with its exit code or signal, in words that follow "it" in a sentence. */
  readonly ended: Promise<string>;
  /** What runs the kernel, in messages. */
  readonly program: string;
  /** The disk that the machine writes into. */
  readonly disk: string;
  /** Its stderr. */
  readonly errors: string;
  /** The end of the guest's console. */
  readonly console: string;
  /** A connection to the guest's agent, or to what waits for it. @throws MachineError when it ends first, or at the time limit */
  connectAgent(withinMs: number): Promise<Socket>;
  /** Ends it without a warning to the guest. Resolves when it has ended. */
  kill(): Promise<string>;
  /** Leaves it running, and lets this process end. */
  detach(): void;
}
