import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { PostgresConnection } from "./postgres.ts";

const AUTHENTICATED_AND_READY = Buffer.from("5200000008000000005a0000000549", "hex");

/** A server that does this with a connection's first bytes. */
const serve = async (answer: (socket: Socket) => unknown) => {
  const server = createServer((socket) => {
    socket.once("data", () => answer(socket));
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const open = (timeoutMs = 60_000) =>
    PostgresConnection.open(
      { host: "127.0.0.1", port, user: "aidb", password: "secret", database: "aidb" },
      timeoutMs,
    );
  return { open, [Symbol.dispose]: () => void server.close() };
};

test("a server that does not answer, or closes the connection, is an error", async () => {
  using silent = await serve((socket) => socket.resume());
  await expect(silent.open(200)).rejects.toThrow(/^no answer within 0\.2 s$/);
  using closing = await serve((socket) => socket.end());
  await expect(closing.open()).rejects.toThrow(/^Connection terminated unexpectedly$/);
});

test("the server's message is the error", async () => {
  const fields = Buffer.from("SFATAL\0C57P03\0Mthe database system is starting up\0\0");
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  using starting = await serve((socket) => socket.end(Buffer.concat([Buffer.from("E"), length, fields])));
  await expect(starting.open()).rejects.toThrow(/^the database system is starting up$/);
});

test("a query without an answer ends at the time limit", async () => {
  using server = await serve((socket) => socket.write(AUTHENTICATED_AND_READY));
  const connection = await server.open(500);
  await expect(connection.query("select 1")).rejects.toThrow(/^no answer within 0\.5 s$/);
  connection.close();
  expect(connection.isOpen).toBe(false);
});

test("a connection that the server closes between two queries is not open", async () => {
  const accepted = Promise.withResolvers<Socket>();
  using server = await serve((socket) => {
    socket.write(AUTHENTICATED_AND_READY);
    accepted.resolve(socket);
  });
  const connection = await server.open();
  expect(connection.isOpen).toBe(true);
  (await accepted.promise).end();
  await expect.poll(() => connection.isOpen, { timeout: 60_000 }).toBe(false);
});
