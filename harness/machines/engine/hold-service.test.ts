import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "./engine.ts";
import { holdService } from "./hold-service.ts";

const serve = async (listener: RequestListener) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-hold-"));
  const server = createServer(listener).listen(join(folder, "engine.sock"));
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    rmSync(folder, { recursive: true });
  });
  return { server, docker: await connect(`unix://${join(folder, "engine.sock")}`) };
};

test("a connection is open until it is let go", async () => {
  const asked: IncomingMessage[] = [];
  const { docker } = await serve((request, response) => {
    asked.push(request);
    response.writeHead(200);
    response.flushHeaders();
  });
  const letGo = await holdService(docker);
  expect(asked.map(({ url }) => url?.split("?")[0])).toEqual(["/events"]);
  const [request] = asked;
  if (request === undefined) throw new Error("nothing was asked");
  expect(request.socket.destroyed).toBe(false);
  const closed = once(request.socket, "close");
  letGo();
  await closed;
});

test("an engine that tells no events is used all the same", async () => {
  const { docker } = await serve((_, response) => {
    response.writeHead(500).end('{"message":"no journal"}');
  });
  (await holdService(docker))();
});

test("each call has a connection of its own: a kept one may be closed by the engine while it is written to", async () => {
  const connections = new Set<unknown>();
  const { docker } = await serve((request, response) => {
    connections.add(request.socket);
    response.end("OK");
  });
  await docker.ping();
  await docker.ping();
  expect(connections.size).toBe(2);
});
