import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/**
 * Prints the head of each frame that arrives on any interface but lo, in hexadecimal digits; first an empty line. A line
 * of input is answered by "all" when what has arrived until then is printed.
 */
const listenerProgram = String.raw`
use strict;
$| = 1;
# AF_PACKET, SOCK_RAW, and all protocols.
socket(my $socket, 17, 3, 0x0300) or die("AF_PACKET: $!");
setsockopt($socket, 1, 33, pack("i", 8 * 1024 * 1024));
print "\n";
for (;;) {
  my $readable = "";
  vec($readable, $_, 1) = 1 for fileno($socket), 0;
  select($readable, undef, undef, undef);
  my $asked = vec($readable, 0, 1);
  exit if $asked && !sysread(STDIN, my $line, 80);
  # MSG_DONTWAIT
  while (defined(my $from = recv($socket, my $frame, 2048, 64))) {
    my (undef, undef, undef, $hardware, $direction) = unpack("S n i S C", $from);
    # Neither lo's nor what this namespace sends itself.
    print unpack("H*", substr($frame, 0, 80)), "\n" unless $hardware == 772 || $direction == 4;
  }
  print "all\n" if $asked;
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
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const listener = new Listener(child);
    await once(child.stdout as Readable, "data");
    return listener;
  }

  /** The heads of the frames that it has told until now. */
  get frames(): string[] {
    return this.#heard.split("\n").filter((line) => line !== "" && line !== "all");
  }

  /** Resolves with the heads of all frames that have arrived. */
  async all(): Promise<string[]> {
    const before = this.#answers();
    this.#child.stdin?.write("?\n");
    while (this.#answers() === before) await once(this.#child.stdout as Readable, "data");
    return this.frames;
  }

  #answers(): number {
    return this.#heard.split("\n").filter((line) => line === "all").length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
