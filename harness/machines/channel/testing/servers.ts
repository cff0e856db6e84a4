import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import * as packet from "dns-packet";
import { certificate, key } from "./tls-identity.ts";

export type Running = AsyncDisposable & { readonly port: number };

/** The bytes of the answers to a question; none: nothing is sent, and a connection is ended. */
export type AnswerDns = (question: packet.Packet) => Buffer | readonly Buffer[];

const listening = async (server: Server): Promise<Running> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      if ("closeAllConnections" in server) (server as ReturnType<typeof createHttp>).closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const udpDns = async (answer: AnswerDns): Promise<Running> => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => {
    for (const message of [answer(packet.decode(bytes))].flat())
      socket.send(message, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    port: socket.address().port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
};

const lengthOf = (message: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return length;
};

export const tcpDns = (answer: AnswerDns): Promise<Running> =>
  listening(
    createTcp((socket) => {
      socket.on("error", () => {});
      socket.on("data", (bytes: Buffer) => {
        const messages = [answer(packet.decode(bytes.subarray(2)))].flat();
        if (messages.length === 0) {
          socket.end();
          return;
        }
        const framed = Buffer.concat(messages.flatMap((message) => [lengthOf(message), message]));
        // In two pieces, as a network may deliver it.
        socket.write(framed.subarray(0, 5));
        setImmediate(() => socket.write(framed.subarray(5)));
      });
    }),
  );

export const httpServer = (listener: RequestListener): Promise<Running> => listening(createHttp(listener));

export const httpsServer = (listener: RequestListener): Promise<Running> =>
  listening(createHttps({ cert: certificate, key }, listener));

/** A port on which nobody listens. */
export const closedPort = async (): Promise<number> => {
  await using server = await listening(createTcp());
  return server.port;
};

/** Answers the question with these records; `changes` spoils it. */
export const reply = (
  question: packet.Packet,
  answers: packet.Answer[],
  changes: Partial<packet.Packet> = {},
): Buffer =>
  packet.encode({
    type: "response",
    id: question.id,
    flags: packet.AUTHORITATIVE_ANSWER | packet.RECURSION_DESIRED,
    questions: question.questions,
    answers,
    ...changes,
  });
