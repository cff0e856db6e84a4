import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createHttpServer, json } from "#twin/metacircular/programs/lib/http.ts";
import { Recorded } from "#twin/metacircular/programs/testing/run-program.ts";
import { Foundations, healthHandler } from "./health.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const portOf = async (server: Server): Promise<number> => {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

const httpUrl = async (health: unknown): Promise<string> => {
  const routes = { "GET /health": () => json(200, health) };
  return `http://127.0.0.1:${await portOf(createHttpServer({ tls: undefined }, routes))}`;
};

const redis = () => createTcpServer((socket) => void socket.once("data", () => socket.end("+PONG\r\n")));

const AUTHENTICATED = "520000000800000000";
const READY = "5a0000000549";
const ONE_ROW = "440000000f000100000005302e382e30";
const SHUT = Buffer.from("E\0\0\0\x29SFATAL\0Mthe database is shutting down\0\0");

/** Lets everybody in without a password; answers each query with what `rows` gives. */
const postgres = (rows: () => string) =>
  createTcpServer((socket) => {
    socket.once("data", () => {
      socket.write(Buffer.from(AUTHENTICATED + READY, "hex"));
      socket.on("data", () => socket.write(Buffer.from(rows(), "hex")));
    });
  });

const ask = async (rows: () => string, answers: Readonly<Record<string, unknown>> = {}) => {
  const postgresPort = await portOf(postgres(rows));
  const foundations = new Foundations(
    {
      listen: { host: "127.0.0.1", port: 0 },
      postgres: { host: "127.0.0.1", port: postgresPort, user: "aidb", password: "", database: "aidb" },
      redis: { host: "127.0.0.1", port: await portOf(redis()) },
      embeddingsUrl: await httpUrl({ status: "ok" }),
      llamaCppUrl: await httpUrl({ status: "no model loaded" }),
      ...answers,
    },
    new Recorded([]).run,
  );
  const handler = healthHandler(foundations) as () => Promise<{ status: number; body: string }>;
  return async () => {
    const { status, body } = await handler();
    return { status, ...(JSON.parse(body) as object) };
  };
};

const well = {
  database: "ok",
  redis: "ok",
  ml_engine: "ok",
  pgvector: "ok",
  llama_cpp: "ok (no model loaded)",
  federation: "0 servers cached",
};

test("everything well is told word for word as the real one does", async () => {
  const health = await ask(() => ONE_ROW + READY);
  expect(await health()).toEqual({ ...well, status: "ok" });
  expect((await (await ask(() => ONE_ROW + READY))()).status).toBe("ok");
});

test("a database without the extension is no memory for vectors", async () => {
  const health = await ask(() => READY);
  const pgvector = "error: the extension vector is not installed";
  expect(await health()).toEqual({ ...well, status: "degraded", pgvector });
});

test("what does not answer is named, and looked for again", async () => {
  let answer = SHUT.toString("hex");
  const health = await ask(() => answer, { redis: { host: "127.0.0.1", port: 1 } });
  const database = "error: the database is shutting down";
  const redisSays = "error: connect ECONNREFUSED 127.0.0.1:1";
  expect(await health()).toEqual({
    ...well,
    status: "degraded",
    database,
    pgvector: database,
    redis: redisSays,
  });
  answer = ONE_ROW + READY;
  expect(await health()).toMatchObject({ database: "ok", pgvector: "ok", redis: redisSays });
});
