import { createConnection, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../errors.ts";
import { secondsWords } from "../seconds.ts";

const retryMs = 4;

/**
 * A connection to a socket that a process makes when it starts; `who` is the process in messages.
 * @throws MachineError when `alive` becomes false first, or at the time limit
 */
export const connectTo = async (
  who: string,
  path: string,
  alive: () => boolean,
  withinMs: number,
): Promise<Socket> => {
  const since = performance.now();
  for (;;) {
    const socket = await tryConnect(path);
    if (socket) return socket;
    const waitedMs = performance.now() - since;
    if (!alive() || waitedMs > withinMs) {
      throw new MachineError(`${who} does not answer`, {
        command: `connect to ${path}`,
        waited: secondsWords(waitedMs),
      });
    }
    await delay(retryMs);
  }
};

const tryConnect = (path: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", () => {
      socket.destroy();
      resolve(undefined);
    });
  });
