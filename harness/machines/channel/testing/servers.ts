import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import * as packet from "dns-packet";
import { certificate, key } from "./tls-identity.ts";

export type Running = AsyncDisposable & { readonly port: number };

/** The bytes of the answers to a question; none: nothing is sent, and a connection is ended. */
export type AnswerDns = (question: packet.Packet) => Buffer | readonly Buffer[];

const listening = async (server: Server, port = 0): Promise<Running> => {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      if ("closeAllConnections" in server) (server as ReturnType<typeof createHttp>).closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const udpDns = async (answer: AnswerDns, port = 0): Promise<Running> => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => {
    for (const message of [answer(packet.decode(bytes))].flat())
      socket.send(message, from.port, from.address);
  });
  socket.bind(port, "127.0.0.1");
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

/** A TCP server that does with each connection what the test wants. */
export const rawTcp = async (serve: (socket: Socket) => void): Promise<Running> => {
  const sockets = new Set<Socket>();
  const server = await listening(
    createTcp((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      serve(socket);
    }),
  );
  return {
    port: server.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
};

/** A message as it goes over TCP. */
export const framed = (message: Buffer): Buffer => Buffer.concat([lengthOf(message), message]);

/** Both protocols on one port. */
export const bothDns = async (overUdp: AnswerDns, overTcp: AnswerDns): Promise<Running> => {
  for (;;) {
    const tcp = await tcpDns(overTcp);
    try {
      const udp = await udpDns(overUdp, tcp.port);
      return {
        port: tcp.port,
        [Symbol.asyncDispose]: async () => {
          await udp[Symbol.asyncDispose]();
          await tcp[Symbol.asyncDispose]();
        },
      };
    } catch (error) {
      await tcp[Symbol.asyncDispose]();
      // The port was free for TCP only.
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
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

/** A closed port. */
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
