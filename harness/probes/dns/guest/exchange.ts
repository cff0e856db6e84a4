import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { codeOf, messageOf } from "../../../guest/refusal.ts";
import { hexExcerpt } from "./hex.ts";
import type { Question } from "./question.ts";

export type Target = { readonly server: string; readonly port: number };

export type Ending = { readonly outcome: "unreachable" | "malformed"; readonly error: string };

type Listener = {
  readonly onMessage: (bytes: Buffer) => void;
  /** Nothing more will come. */
  readonly onEnd: (ending: Ending) => void;
};

/** A question under way. */
export type Exchange = {
  end(): void;
  /** How far it has come, for who gives up on it; empty when there is nothing to say. */
  progress(): string;
};

type SendQuestion = (to: Target, question: Question, listener: Listener) => Exchange;

const unreachable = (error: unknown): Ending => ({ outcome: "unreachable", error: messageOf(error) });

/** A connected socket: only such a one learns of an ICMP error. Source: udp(7) */
export const overUdp: SendQuestion = ({ server, port }, question, { onMessage, onEnd }) => {
  const socket = createSocket(isIPv6(server) ? "udp6" : "udp4");
  socket.on("message", onMessage);
  socket.on("error", (error) => onEnd(unreachable(error)));
  socket.connect(port, server, () => socket.send(question.bytes));
  return { end: () => socket.close(), progress: () => "" };
};

const lengthBytes = 2;

/** Messages out of a stream, each after its two bytes of length; every byte is copied once. */
class Unframer {
  readonly #length = Buffer.alloc(lengthBytes);
  #lengthHas = 0;
  #message: Buffer | undefined;
  #messageHas = 0;

  /** The messages that these bytes complete. */
  take(data: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    for (let at = 0; at < data.length; ) {
      if (this.#message === undefined) {
        this.#length[this.#lengthHas++] = data[at++] ?? 0;
        if (this.#lengthHas < lengthBytes) continue;
        this.#message = Buffer.alloc(this.#length.readUInt16BE(0));
        this.#messageHas = 0;
      }
      const copied = data.copy(this.#message, this.#messageHas, at);
      at += copied;
      this.#messageHas += copied;
      if (this.#messageHas < this.#message.length) continue;
      messages.push(this.#message);
      this.#message = undefined;
      this.#lengthHas = 0;
    }
    return messages;
  }

  /** Of a message that has begun: "7 of 300 bytes of an answer"; empty when none has. */
  progress(): string {
    if (this.#message === undefined) return this.#lengthHas === 0 ? "" : "1 byte of an answer's length";
    return `${this.#messageHas} of ${this.#message.length} bytes of an answer`;
  }

  begun(): Buffer {
    return this.#message?.subarray(0, this.#messageHas) ?? this.#length.subarray(0, this.#lengthHas);
  }
}

/** Source: RFC 1035 section 4.2.2 */
export const overTcp: SendQuestion = ({ server, port }, question, { onMessage, onEnd }) => {
  const socket = connect({ host: server, port, noDelay: true });
  const unframer = new Unframer();
  let isConnected = false;
  const broken = (why: string): Ending => {
    const progress = unframer.progress();
    const got = progress === "" ? "" : ` after ${progress} (${hexExcerpt(unframer.begun())})`;
    return { outcome: "malformed", error: `${why}${got}` };
  };
  socket.on("connect", () => {
    isConnected = true;
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt16BE(question.bytes.length);
    socket.write(Buffer.concat([length, question.bytes]));
  });
  socket.on("data", (data: Buffer) => {
    for (const message of unframer.take(data)) onMessage(message);
  });
  socket.on("end", () => {
    const isBegun = unframer.progress() !== "";
    onEnd(broken(isBegun ? "the connection ended" : "the connection ended without an answer"));
  });
  socket.on("error", (error) =>
    onEnd(
      isConnected && codeOf(error) !== "ECONNREFUSED"
        ? broken(`the connection broke: ${messageOf(error)}`)
        : unreachable(error),
    ),
  );
  return {
    end: () => socket.destroy(),
    progress: () => {
      if (!isConnected) return "not connected";
      const progress = unframer.progress();
      return progress === "" ? "connected" : `connected, ${progress}`;
    },
  };
};
