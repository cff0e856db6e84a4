import { createServer, type Socket } from "node:net";
import { type Listening, listen } from "../lib/listen.ts";
import type { ListenAddress } from "../lib/listen-address.ts";
import type { Answers } from "./resolver.ts";
import { framed, takeFrames } from "./tcp-frames.ts";

const IDLE_MS = 10_000;

const serveClient = (resolver: Answers, socket: Socket): void => {
  let pending: Buffer = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    const { frames, rest } = takeFrames(Buffer.concat([pending, chunk]));
    pending = rest;
    for (const frame of frames) {
      void resolver.answer(frame, "tcp").then((reply) => {
        if (reply !== undefined && socket.writable) socket.write(framed(reply));
      });
    }
  });
};

/** Answers DNS over TCP, with any number of questions in a connection. */
export const serveTcp = (resolver: Answers, address: ListenAddress, run: Listening): Promise<void> =>
  listen(
    createServer((socket) => serveClient(resolver, socket)),
    address,
    "dns/tcp",
    run,
  );
