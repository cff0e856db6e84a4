import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Qmp } from "./qmp.ts";

type Answer = (command: string, socket: Socket, id: number) => unknown;

let folder = "";
let path = "";
let server: Server | undefined;
const sockets = new Set<Socket>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-qmp-"));
  path = join(folder, "qmp");
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Speaks the protocol as QEMU does; `undefined` is no answer. */
const serve = (answer: Answer): void => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\r\n');
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter((part) => part !== "")) {
        const { execute, id } = JSON.parse(line) as { execute: string; id: number };
        const value = execute === "qmp_capabilities" ? {} : answer(execute, socket, id);
        if (value !== undefined) socket.write(`${JSON.stringify({ return: value, id })}\r\n`);
      }
    });
    socket.on("error", () => {});
  }).listen(path);
};

const open = () => Qmp.open("one", path, () => true, 1000);

test("answers in any order are matched to their calls", async () => {
  serve((command, socket, id) => {
    if (command !== "slow") return { name: command };
    setTimeout(() => socket.write(`${JSON.stringify({ return: { name: "slow" }, id })}\r\n`), 20);
    return undefined;
  });
  const qmp = await open();
  expect(await Promise.all([qmp.call("slow"), qmp.call("fast")])).toEqual([
    { name: "slow" },
    { name: "fast" },
  ]);
});

test("a refusal has QEMU's own words", async () => {
  serve((_, socket, id) => {
    socket.write(
      `${JSON.stringify({ error: { class: "GenericError", desc: "Device 'x' not found" }, id })}\r\n`,
    );
    return undefined;
  });
  await expect((await open()).call("set_link")).rejects.toMatchObject({
    code: "machine-failed",
    facts: { command: "QMP set_link", got: "Device 'x' not found" },
  });
});

test("an event is seen by who waits for it, and one that does not come has a limit", async () => {
  serve((_, socket) => {
    socket.write('{"event": "RESET", "data": {"guest": true}}\r\n');
    return {};
  });
  const qmp = await open();
  const reset = qmp.event("RESET", 1000);
  await qmp.call("system_reset");
  expect(await reset).toMatchObject({ event: "RESET", data: { guest: true } });
  await expect(qmp.event("RESET", 50)).rejects.toMatchObject({ facts: { waited: "0.05 s" } });
});

test("the end of QEMU ends what waits for it", async () => {
  serve((_, socket) => void socket.destroy());
  const qmp = await open();
  const event = qmp.event("RESET", 5000);
  await Promise.all([
    expect(qmp.call("stop")).rejects.toMatchObject({ facts: { got: "QEMU has ended" } }),
    expect(event).rejects.toMatchObject({ facts: { got: "QEMU has ended" } }),
  ]);
  await expect(qmp.call("stop")).rejects.toMatchObject({ facts: { got: "QEMU has ended" } });
});

test("no answer in time says which call, and how long it waited", async () => {
  serve(() => undefined);
  await expect((await open()).call("stop", {}, 50)).rejects.toMatchObject({
    facts: { command: "QMP stop", got: "no answer", waited: "0.05 s" },
  });
});

test("waiting for a socket that never appears stops when QEMU has ended", async () => {
  await expect(Qmp.open("one", path, () => false, 1000)).rejects.toMatchObject({
    message: "one: QEMU does not answer",
  });
});
