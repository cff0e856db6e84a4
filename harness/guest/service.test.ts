import { mkdtempDisposableSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { Service } from "./service.ts";

/** A service, and the next frame that it sends. */
const start = () => {
  const sent: object[] = [];
  const waiting: ((frame: object) => void)[] = [];
  const service = new Service((frame) => {
    sent.push(frame);
    waiting.shift()?.(frame);
    return undefined;
  });
  const ask = (frame: Readonly<Record<string, unknown>>) =>
    new Promise<object>((resolve) => {
      waiting.push(resolve);
      service.receive(frame);
    });
  return { service, sent, ask };
};

test("a request without a hello, or of a session that is over, is not even begun", async () => {
  const { service, sent, ask } = start();
  service.receive({ s: "a", id: 1, kind: "ping" });
  await ask({ s: "a", id: 2, kind: "hello" });
  await ask({ s: "b", id: 3, kind: "hello" });
  service.receive({ s: "a", id: 4, kind: "ping" });
  await ask({ s: "b", id: 5, kind: "ping" });
  expect(sent).toMatchObject([
    { s: "a", id: 2, type: "result" },
    { s: "b", id: 3, type: "result" },
    { s: "b", id: 5, type: "result" },
  ]);
});

test("a command whose session ends before it has begun is not run", async () => {
  using folder = mkdtempDisposableSync("/tmp/drillbook-service-");
  const { service, ask } = start();
  await ask({ s: "a", id: 1, kind: "hello" });
  service.receive({ s: "a", id: 2, kind: "command", script: `touch ${folder.path}/x`, timeoutMs: 9000 });
  await ask({ s: "b", id: 3, kind: "hello" });
  await ask({ s: "b", id: 4, kind: "command", script: "sleep 0.1", timeoutMs: 9000 });
  expect(readdirSync(folder.path)).toEqual([]);
});

test.each([
  [{ kind: "dance" }, 'unknown kind: "dance"'],
  [{ kind: "setClock", unixMs: "noon" }, "unixMs must be milliseconds since 1970"],
  [{ kind: "constructor" }, 'unknown kind: "constructor"'],
  [{ kind: "command", timeoutMs: 1 }, "script must be text"],
  [{ kind: "command", script: "true" }, "timeoutMs must be a positive number"],
  [{ kind: "command", script: "true", timeoutMs: 1, env: { A: 1 } }, "A must be text"],
  [{ kind: "write", path: "/x", mode: "rw", owner: "root" }, "the mode must be octal, such as 0644: rw"],
  [
    { kind: "dns", name: "x", type: "A", server: "::1", port: 53, timeoutMs: 1, protocol: "tls" },
    "no protocol tls for DNS",
  ],
  [{ kind: "sample", intervalMs: 100 }, "probes must be a list"],
  [{ kind: "unsample" }, "sampling must be a positive number"],
])("%j is answered with an error", async (frame, message) => {
  const { ask } = start();
  await ask({ s: "a", id: 1, kind: "hello" });
  expect(await ask({ s: "a", id: 2, ...frame })).toEqual({ s: "a", id: 2, type: "error", message });
});

test("what is not even a frame is dropped", async () => {
  const { service, sent, ask } = start();
  for (const frame of [{}, { s: 1, id: 1, kind: "hello" }, { s: "a", kind: "hello" }, { s: "a", id: 1 }]) {
    service.receive(frame);
  }
  await ask({ s: "a", id: 1, kind: "hello" });
  expect(sent).toHaveLength(1);
});
