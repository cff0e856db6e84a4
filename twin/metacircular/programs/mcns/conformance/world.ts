import type { Socket } from "node:dgram";
import type { Server } from "node:net";
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import type { ListenAddress } from "../../lib/listen-address.ts";
import { framed, takeFrames } from "../tcp-frames.ts";
import { openOnOnePort } from "./free-port.ts";
import { type Told, WorldNames } from "./world-names.ts";

const LARGEST_UDP_BYTES = 512;
const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

const packetOf = (request: Packet, { rcode, answers = [], authorities = [] }: Told): Packet => ({
  type: "response",
  id: request.id ?? 0,
  flags: AUTHORITATIVE_ANSWER | RCODES[rcode],
  questions: request.questions ?? [],
  answers: answers as Answer[],
  authorities: authorities as Answer[],
});

/** The server on loopback that a server under test forwards to: it answers for everything outside the zones. */
export class World implements AsyncDisposable {
  readonly #names = new WorldNames();
  readonly #udp: Socket;
  readonly #tcp: Server;

  private constructor(udp: Socket, tcp: Server) {
    this.#udp = udp;
    this.#tcp = tcp;
    udp.on("message", (bytes, { port, address }) => {
      for (const reply of this.#repliesTo(bytes)) udp.send(reply, port, address);
    });
    tcp.on("connection", (socket) => {
      let pending: Buffer = Buffer.alloc(0);
      socket.on("error", () => socket.destroy());
      socket.on("data", (chunk) => {
        const { frames, rest } = takeFrames(Buffer.concat([pending, chunk]));
        pending = rest;
        for (const frame of frames) socket.write(framed(encode(this.#answer(decode(frame)))));
      });
    });
  }

  /** Listens on a port of loopback; 0 stands for any free one. */
  static async open(port = 0): Promise<World> {
    const { udp, tcp } = await openOnOnePort(port);
    return new World(udp, tcp);
  }

  get address(): ListenAddress {
    return { host: "127.0.0.1", port: this.#udp.address().port };
  }

  #answer(request: Packet): Packet {
    const [question] = request.questions ?? [];
    const told: Told = question === undefined ? { rcode: "REFUSED" } : this.#names.ask(question);
    return packetOf(request, told);
  }

  #repliesTo(bytes: Buffer): readonly Buffer[] {
    const request = decode(bytes);
    const reply = this.#answer(request);
    const whole = encode(reply);
    const isLarge = whole.length > LARGEST_UDP_BYTES;
    const sent = isLarge
      ? encode({ ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] })
      : whole;
    return request.questions?.[0]?.name.toLowerCase().endsWith(".spoofed.world.example") === true
      ? [forged(request), sent]
      : [sent];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#udp.close();
    this.#tcp.close();
  }
}

/** A spoofed reply with a wrong id. */
const forged = (request: Packet): Buffer => {
  const [question] = request.questions ?? [];
  const lie: Answer = { name: question?.name ?? ".", type: "A", ttl: 60, data: "203.0.113.66" };
  return encode({
    ...packetOf(request, { rcode: "NOERROR", answers: [lie] }),
    id: ((request.id ?? 0) + 1) & 0xffff,
  });
};
