import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { pingRedis } from "./redis.ts";

const askWhoSays = async (answer: string | undefined, timeoutMs = 60_000): Promise<string> => {
  const server = createServer((socket) => {
    socket.once("data", (asked) => {
      expect(asked.toString()).toBe("*1\r\n$4\r\nPING\r\n");
      if (answer !== undefined) socket.end(answer);
    });
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await pingRedis({ host: "127.0.0.1", port: (server.address() as AddressInfo).port }, timeoutMs);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    server.close();
  }
};

test("PONG is well, and whatever else Redis says is told", async () => {
  expect(await askWhoSays("+PONG\r\n")).toBe("ok");
  expect(await askWhoSays("-LOADING Redis is loading the dataset in memory\r\n")).toBe(
    "LOADING Redis is loading the dataset in memory",
  );
  expect(await askWhoSays("+PO")).toBe("the server closed the connection");
  expect(await askWhoSays(undefined, 200)).toBe("no answer within 0.2 s");
});

test("nobody there is told with the address", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await expect(pingRedis({ host: "127.0.0.1", port }, 60_000)).rejects.toThrow(
    `ECONNREFUSED 127.0.0.1:${port}`,
  );
});
