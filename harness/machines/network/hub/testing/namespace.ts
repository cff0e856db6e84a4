import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { NamespaceRef } from "../protocol.ts";

/** Succeeds when the address refuses a datagram: no host need have ping. */
const reachProgram = `
use Socket;
socket(my $socket, PF_INET, SOCK_DGRAM, 0) or exit(1);
connect($socket, pack_sockaddr_in(9, inet_aton($ARGV[0]))) or exit(1);
defined(send($socket, "x", 0)) or exit(1);
vec(my $wanted, fileno($socket), 1) = 1;
select($wanted, undef, undef, 1);
# ECONNREFUSED
exit(!defined(recv($socket, my $answer, 1, 64)) && $! == 111 ? 0 : 1);
`;

/** A network namespace of its own, as a machine has: a process that holds it. */
export class Namespace implements AsyncDisposable {
  readonly ref: NamespaceRef;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    const path = `/proc/${child.pid}/ns/net`;
    this.ref = { path, inode: statSync(path).ino };
  }

  static async make(): Promise<Namespace> {
    const child = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", "--net", "sleep", "600"], {
      stdio: "ignore",
    });
    const ours = readlinkSync("/proc/self/ns/net");
    while (readlinkSync(`/proc/${child.pid}/ns/net`) === ours) await delay(5);
    return new Namespace(child);
  }

  /** The output of a command that is run in it. */
  run(...command: readonly string[]): string {
    return execFileSync("nsenter", [`--net=${this.ref.path}`, ...command]).toString();
  }

  /** Whether the command succeeds in it. */
  does(...command: readonly string[]): boolean {
    try {
      this.run(...command);
      return true;
    } catch {
      return false;
    }
  }

  reaches(address: string): boolean {
    return this.does("perl", "-e", reachProgram, address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
