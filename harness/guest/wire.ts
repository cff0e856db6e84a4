import { fstatSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { isatty } from "node:tty";
import { encodeFrame } from "./frames.ts";
import { lineReadBytes } from "./protocol.ts";
import type { Send } from "./service.ts";

/** The two ends of the agent's connection. */
type Wire = {
  readonly send: Send;
  /** Passes on received bytes; resolves when the other side is gone for good. */
  readonly receive: (take: (data: Buffer) => void) => Promise<void>;
};

/** Standard input and output, without blocking when the other side is slow. */
export const standardWire = (): Wire => {
  const output = fstatSync(1).isFile() ? process.stdout : new Socket({ fd: 1, readable: false });
  output.on("error", () => {});
  return {
    send: (frame) => {
      if (output.destroyed || output.write(encodeFrame(frame))) return undefined;
      return new Promise((resolve) => {
        const go = () => {
          output.off("drain", go);
          output.off("close", go);
          resolve();
        };
        output.on("drain", go);
        output.on("close", go);
      });
    },
    receive: (take) =>
      new Promise((resolve) => {
        process.stdin.on("data", take);
        process.stdin.once("end", resolve);
        process.stdin.once("error", () => resolve());
      }),
  };
};

const portPauseMs = 50;
const portReadBytes = 64 * 1024;
/** The bytes that a port accepts at once; a synchronous write spares a short answer two thread switches. */
const portWriteBytes = 4096;

/**
 * A character device, such as a virtio-serial port; it reads as ended while the other side is closed. A terminal's line has
 * a small buffer, and one of a user-mode kernel is never read again once it was full: there, what has been read is told,
 * nothing of it at first, so that the other side never sends more than fits.
 */
export const portWire = async (path: string): Promise<Wire> => {
  const port = await open(path, "r+");
  let last: Promise<void> | undefined;
  const sendLater = (data: Buffer): Promise<void> => {
    const sent = (last ?? Promise.resolve())
      .then(() => port.appendFile(data))
      .catch(() => {})
      .then(() => {
        if (last === sent) last = undefined;
      });
    last = sent;
    return sent;
  };
  const send = (frame: object): Promise<void> | undefined => {
    const data = Buffer.from(encodeFrame(frame));
    // In order, by either kind of write.
    if (last !== undefined || data.length > portWriteBytes) return sendLater(data);
    try {
      const written = writeSync(port.fd, data);
      return written === data.length ? undefined : sendLater(data.subarray(written));
    } catch {
      // The other side is closed.
      return undefined;
    }
  };
  const tellRead = isatty(port.fd) ? (bytes: number) => send({ read: bytes }) : undefined;
  return {
    send,
    receive: async (take) => {
      const buffer = Buffer.alloc(portReadBytes);
      let untold = 0;
      await tellRead?.(untold);
      for (;;) {
        const { bytesRead } = await port.read(buffer, 0, buffer.length, null).catch(() => ({ bytesRead: 0 }));
        if (bytesRead === 0) {
          await pause(portPauseMs);
          continue;
        }
        take(Buffer.from(buffer.subarray(0, bytesRead)));
        untold += bytesRead;
        if (untold < lineReadBytes) continue;
        void tellRead?.(untold);
        untold = 0;
      }
    },
  };
};
