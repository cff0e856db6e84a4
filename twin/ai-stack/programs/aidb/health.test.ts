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

/** A message of PostgreSQL: type, length of the rest, body in hexadecimal digits. */
const message = (type: string, body: string): string =>
  Buffer.from(type).toString("hex") + (body.length / 2 + 4).toString(16).padStart(8, "0") + body;
const hex = (text: string): string => Buffer.from(text).toString("hex");

const AUTHENTICATED = message("R", "00000000");
const READY = message("Z", hex("I"));
const COLUMN = message("T", `0001${hex("extversion\0")}${"00".repeat(6)}00000019ffffffffffff0000`);
const NO_ROW = COLUMN + message("C", hex("SELECT 0\0")) + READY;
const ONE_ROW =
  COLUMN + message("D", `000100000005${hex("0.8.0")}`) + message("C", hex("SELECT 1\0")) + READY;
const SHUT = message("E", hex("SFATAL\0Mthe database is shutting down\0\0"));

/** Asks for no password; answers each query with what `rows` gives. */
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
  const health = await ask(() => ONE_ROW);
  expect(await health()).toEqual({ ...well, status: "ok" });
  expect((await (await ask(() => ONE_ROW))()).status).toBe("ok");
});

test("a database without the extension is no memory for vectors", async () => {
  const health = await ask(() => NO_ROW);
  const pgvector = "error: the extension vector is not installed";
  expect(await health()).toEqual({ ...well, status: "degraded", pgvector });
});

test("what does not answer is named, and looked for again", async () => {
  let answer = SHUT;
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
  answer = ONE_ROW;
  expect(await health()).toMatchObject({ database: "ok", pgvector: "ok", redis: redisSays });
});
