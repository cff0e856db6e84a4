import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** Prints the head of each frame that arrives on any interface but lo, in hexadecimal digits; first an empty line. */
const listenerProgram = String.raw`
use strict;
$| = 1;
# AF_PACKET, SOCK_RAW, and all protocols.
socket(my $socket, 17, 3, 0x0300) or die("AF_PACKET: $!");
setsockopt($socket, 1, 33, pack("i", 8 * 1024 * 1024));
print "\n";
while (defined(my $from = recv($socket, my $frame, 2048, 0))) {
  my (undef, undef, undef, $hardware, $direction) = unpack("S n i S C", $from);
  # Neither lo's nor what this namespace sends itself.
  print unpack("H*", substr($frame, 0, 80)), "\n" unless $hardware == 772 || $direction == 4;
}
`;

/** What arrives in a network namespace. */
export class Listener implements AsyncDisposable {
  readonly #child: ChildProcess;
  #heard = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    (child.stdout as Readable).on("data", (data: Buffer) => {
      this.#heard += data.toString();
    });
  }

  static async start(namespace: string): Promise<Listener> {
    const child = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", "nsenter", `--net=${namespace}`, "perl", "-e", listenerProgram],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const listener = new Listener(child);
    await once(child.stdout as Readable, "data");
    return listener;
  }

  /** The heads of all frames until now. */
  get frames(): string[] {
    return this.#heard.split("\n").filter((line) => line !== "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
