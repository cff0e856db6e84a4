import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import { MachineError } from "../../errors.ts";
import { encodeFrame, FrameReader } from "../../guest/frames.ts";
import { protocolVersion } from "../../guest/protocol.ts";
import { isRunning } from "../../guest/testing/running-commands.ts";
import { openChannel } from "./channel.ts";
import { startLocalAgent } from "./testing/local-agent.ts";

type Frame = Readonly<Record<string, unknown>>;

/** The other side of a channel, played by the test. */
const peer = (answer: (frame: Frame, send: (frame: object) => void) => void) => {
  const readable = new PassThrough();
  const writable = new PassThrough();
  const send = (frame: object) => void readable.write(encodeFrame(frame));
  const reader = new FrameReader((frame) => answer(frame, send));
  writable.on("data", (data: Buffer) => reader.push(data));
  return { readable, writable };
};

const facts = {
  protocol: protocolVersion,
  pid: 1,
  bootId: "b",
  kernel: "k",
  os: "o",
  node: "v24",
  monotonicMs: 5,
};

/** Says hello, and nothing to anything else. */
const silentPeer = () =>
  peer(({ s, id, kind }, send) => {
    if (kind === "hello" || kind === "ping") send({ s, id, type: "result", value: facts });
  });

test("the agent says what it is", async () => {
  await using agent = await startLocalAgent();
  expect(agent.channel.facts).toMatchObject({
    protocol: protocolVersion,
    pid: agent.process.pid,
    node: process.version,
  });
  expect(agent.channel.facts.bootId).toMatch(/^[0-9a-f-]{36}\/\d+$/);
  expect(agent.channel.facts.os).not.toBe("");
});

test("a stream that ends in the middle rejects what is under way, and says what it was", async () => {
  const stream = silentPeer();
  const channel = await openChannel(stream, { machine: "rift" });
  const under = channel.exec({ script: "podman ps", user: "mcp", timeoutMs: 60_000 });
  stream.readable.end();
  const error = await under.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(MachineError);
  expect(error).toMatchObject({
    message: "rift: the channel to the machine ended while a request was under way",
    facts: { command: "as mcp: podman ps", got: "the stream ended" },
  });
  await expect(
    channel.observe({
      kind: "dns",
      name: "x",
      type: "A",
      server: "::1",
      port: 53,
      protocol: "udp",
      timeoutMs: 1,
    }),
  ).rejects.toThrow(MachineError);
  expect(await channel.closed).toBe("the stream ended");
  await channel.close();
});

test("an agent that is killed ends its channel", async () => {
  await using agent = await startLocalAgent();
  const under = agent.channel.exec({ script: "sleep 5", timeoutMs: 5000 });
  under.catch(() => {});
  agent.process.kill("SIGKILL");
  await expect(under).rejects.toThrow("local: the channel to the machine ended");
  expect(agent.channel.isOpen).toBe(false);
  await once(agent.process, "close");
});

test("no answer within the request's limit and 2 s more is an error that says how long it waited", async () => {
  const channel = await openChannel(silentPeer(), { machine: "rift" });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const under = channel.exec({ script: "sleep 1", timeoutMs: 1000 });
    const caught = under.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await caught).toMatchObject({
      message: "rift: the machine did not answer",
      facts: {
        command: "as root: sleep 1",
        expected: "an answer within 1.0 s, and 2.0 s more",
        waited: "3.0 s",
      },
    });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
  await channel.close();
});

test("an agent that does not say hello, or is of another version, is an error", async () => {
  await expect(
    openChannel(
      peer(() => {}),
      { machine: "rift", helloTimeoutMs: 60 },
    ),
  ).rejects.toThrow("rift: the agent in the machine did not answer");
  const other = peer(({ s, id }, send) => send({ s, id, type: "result", value: { ...facts, protocol: 99 } }));
  await expect(openChannel(other, { machine: "rift" })).rejects.toThrow(
    "the agent in the machine is of another version",
  );
  const { readable, writable } = peer(() => {});
  readable.end("exec: node: not found\n");
  await expect(openChannel({ readable, writable }, { machine: "rift" })).rejects.toMatchObject({
    facts: { got: 'the stream ended after "exec: node: not found"' },
  });
});

test("noise and frames of another session are dropped", async () => {
  const stream = peer(({ s, id, kind }, send) => {
    send({ s: "stale", id, type: "result", value: { ...facts, os: "stale" } });
    stream.readable.write("not a frame\n[1]\n{\n\n");
    send({ s, id, type: "result", value: kind === "stat" ? { exists: false } : facts });
  });
  const channel = await openChannel(stream, { machine: "rift" });
  expect(channel.facts.os).toBe("o");
  expect(await channel.stat("/x")).toEqual({ exists: false });
  await channel.close();
});

test("a closed channel leaves no listener and no timer", async () => {
  const stream = silentPeer();
  const channel = await openChannel(stream, { machine: "rift" });
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  // Other tests of this process may have some of their own.
  const before = timers();
  const under = channel.exec({ script: "sleep 60", timeoutMs: 60_000 });
  expect(timers()).toBeGreaterThan(before);
  under.catch(() => {});
  await channel.close();
  await channel.close();
  await expect(under).rejects.toThrow(MachineError);
  for (const event of ["data", "end", "close", "drain"]) {
    // The peer of this test listens to the data itself.
    const own = event === "data" ? 1 : 0;
    expect([event, stream.readable.listenerCount(event), stream.writable.listenerCount(event) - own]).toEqual(
      [event, 0, 0],
    );
  }
  expect(timers()).toBeLessThanOrEqual(before);
});

test("a new hello ends what the session before it left", async () => {
  await using agent = await startLocalAgent();
  const readable = agent.process.stdout;
  const writable = agent.process.stdin;
  if (readable === null || writable === null) throw new Error("no pipes");
  const nap = `64.${process.pid}`;
  const under = agent.channel.exec({ script: `sleep ${nap}`, timeoutMs: 70_000 });
  under.catch(() => {});
  await vi.waitUntil(() => isRunning(`sleep ${nap}`), { interval: 10, timeout: 20_000 });
  const waiting = agent.channel.exec({ script: `sleep ${nap}`, timeoutMs: 70_000 });
  waiting.catch(() => {});
  const second = await openChannel({ readable, writable }, { machine: "second", helloTimeoutMs: 20_000 });
  await vi.waitUntil(() => !isRunning(`sleep ${nap}`), { interval: 20, timeout: 20_000 });
  await second.close();
  await expect(under).rejects.toThrow(MachineError);
});

test("a command ends with its agent", async () => {
  await using agent = await startLocalAgent();
  const nap = `65.${process.pid}`;
  const under = agent.channel.exec({ script: `sleep ${nap}`, timeoutMs: 70_000 });
  under.catch(() => {});
  await vi.waitUntil(() => isRunning(`sleep ${nap}`), { interval: 10, timeout: 20_000 });
  agent.process.kill("SIGKILL");
  await vi.waitUntil(() => !isRunning(`sleep ${nap}`), { interval: 20, timeout: 20_000 });
  await expect(under).rejects.toThrow(MachineError);
});

test("a request that makes no sense is answered with an error, and the agent goes on", async () => {
  await using agent = await startLocalAgent();
  const wrong = { script: 7, timeoutMs: 1000 } as unknown as { script: string; timeoutMs: number };
  await expect(agent.channel.exec(wrong)).rejects.toThrow("local: script must be text");
  await expect(agent.channel.exec({ script: "true", timeoutMs: -1 })).rejects.toThrow("timeoutMs must be");
  agent.process.stdin?.write('{"s":1}\n{"s":"x","id":1,"kind":"exec"}\nnull\n');
  await agent.channel.ping();
});
