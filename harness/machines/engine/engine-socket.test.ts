import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { usualSockets } from "./engine-socket.ts";
import { findEngine } from "./index.ts";

test("a user's own sockets are looked for where the session says, and without a session at their usual place", () => {
  const rootless = (env: NodeJS.ProcessEnv) => usualSockets(env, "/home/ops", 1000);
  expect(rootless({ XDG_RUNTIME_DIR: "/run/user/7" })).toContain("/run/user/7/podman/podman.sock");
  // A shell of su or cron.
  expect(rootless({})).toContain("/run/user/1000/podman/podman.sock");
  expect(rootless({})).toContain("/run/user/1000/docker.sock");
  expect(usualSockets({}, "/root", 0)).toEqual([
    "/var/run/docker.sock",
    "/root/.docker/run/docker.sock",
    "/run/podman/podman.sock",
  ]);
});

/** As podman.socket does: the connection is accepted at once, the engine that answers it is started by it. */
const lateEngine = (folder: string, afterMs: number) => {
  const socket = join(folder, "podman.sock");
  const answers: Record<string, object> = {
    "/version": { Version: "5.4.2", Components: [{ Name: "Podman Engine", Version: "5.4.2" }] },
    "/info": { Labels: null, SecurityOptions: ["name=seccomp", "name=rootless"], CgroupVersion: "2" },
  };
  const server = createServer(async ({ url = "" }, response) => {
    await delay(url === "/_ping" ? afterMs : 0);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[url] ?? "OK"));
  });
  return new Promise<{ socket: string; close(): void }>((resolve) => {
    server.listen(socket, () => resolve({ socket, close: () => server.close() }));
  });
};

test("an engine that its socket has to start is waited for, and said to be rootless", async () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-socket-"));
  const { socket, close } = await lateEngine(folder, 2500);
  const before = process.env["DOCKER_HOST"];
  process.env["DOCKER_HOST"] = `unix://${socket}`;
  try {
    const engine = await findEngine({ setup: false, onProgress: () => {} });
    expect(engine).toMatchObject({
      name: "Podman 5.4.2, rootless",
      rootless: true,
      podman: true,
      isolated: false,
    });
  } finally {
    if (before === undefined) delete process.env["DOCKER_HOST"];
    else process.env["DOCKER_HOST"] = before;
    close();
    rmSync(folder, { recursive: true, force: true });
  }
});
