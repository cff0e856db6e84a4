import { connect } from "node:net";

export type RedisOptions = { readonly host: string; readonly port: number };

/** The first line that Redis answers to PING: `+PONG`, or an error such as `-LOADING …`. Source: RESP2. */
export const askRedis = ({ host, port }: RedisOptions, timeoutMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host);
    let seen = "";
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)));
    socket.on("data", (chunk: Buffer) => {
      seen += chunk.toString("latin1");
      const end = seen.indexOf("\r\n");
      if (end < 0) return;
      resolve(seen.slice(0, end));
      socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server closed the connection")));
    socket.write("*1\r\n$4\r\nPING\r\n");
  });

/** @throws with Redis's answer when that is not PONG */
export const pingRedis = async (options: RedisOptions, timeoutMs: number): Promise<void> => {
  const answer = await askRedis(options, timeoutMs);
  if (answer !== "+PONG") throw new Error(answer.replace(/^[-+]/, ""));
};
