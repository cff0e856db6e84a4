import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { offGrid, until } from "../../contract/grid.ts";
import type { SampledProbe } from "../../scenario/probe.ts";
import type { Sample } from "../machine.ts";
import { Samplings } from "./samplings.ts";
import { startLocalAgent } from "./testing/local-agent.ts";
import { closedPort, httpServer, reply, udpDns } from "./testing/servers.ts";

const dns = (port: number, timeoutMs = 5000): SampledProbe => ({
  id: "dns",
  kind: "dns",
  name: "svc.example",
  type: "A",
  server: "127.0.0.1",
  port,
  protocol: "udp",
  timeoutMs,
});
const http = (port: number): SampledProbe => ({
  id: "http",
  kind: "http",
  url: `http://127.0.0.1:${port}/`,
  method: "GET",
  timeoutMs: 5000,
});

const gaps = (samples: readonly Sample[]) =>
  samples.slice(1).map((sample, index) => sample.atMs - (samples[index]?.atMs ?? 0));

// Each waits for more than a second, with an agent and servers of its own.
test.concurrent("each probe is repeated on its grid, with the time at which it was sent", async () => {
  let asked = 0;
  await using server = await udpDns((question) => {
    asked += 1;
    return reply(question, []);
  });
  await using agent = await startLocalAgent();
  const slackMs = agent.clockSlackMs;
  const samples: Sample[] = [];
  const startMs = Date.now();
  const sampling = await agent.channel.sample([dns(server.port), http(await closedPort())], 100, (sample) =>
    samples.push(sample),
  );
  const of = (id: string) => samples.filter((sample) => sample.id === id);
  await until(() => of("dns").length >= 10 && of("http").length >= 10);
  await sampling.stop();
  const taken = samples.length;
  const askedUntilStop = asked;
  for (const id of ["dns", "http"]) {
    const sentMs = of(id).map(({ atMs }) => atMs);
    expect(offGrid(sentMs, { startMs, intervalMs: 100, slackMs })).toBeUndefined();
    expect(sentMs.every((atMs) => atMs <= Date.now() + slackMs)).toBe(true);
    expect(Math.min(...gaps(of(id)))).toBeGreaterThan(0);
  }
  expect(samples.find(({ id }) => id === "dns")?.observation).toMatchObject({ outcome: "answered" });
  expect(samples.find(({ id }) => id === "http")?.observation).toMatchObject({ outcome: "unreachable" });
  await pause(250);
  expect(samples).toHaveLength(taken);
  expect(asked).toBe(askedUntilStop);
});

test.concurrent("a lost answer does not hide the next ones, and is given up after its own time limit", async () => {
  let asked = 0;
  await using server = await udpDns(() => {
    asked += 1;
    return [];
  });
  await using agent = await startLocalAgent();
  const samples: Sample[] = [];
  const probe = { ...dns(server.port), timeoutMs: 1000 };
  const sampling = await agent.channel.sample([probe], 100, (sample) => samples.push(sample));
  await until(() => samples.length >= 5);
  await sampling.stop();
  // The next is sent long before the one before it is given up.
  expect(Math.min(...gaps(samples))).toBeLessThan(500);
  expect(asked).toBeGreaterThanOrEqual(samples.length);
  for (const sample of samples) {
    expect(sample.observation).toMatchObject({ outcome: "timeout", error: "no answer in 1000 ms" });
  }
});

test.concurrent("DNS questions go out together, and one that hangs holds up none of the others", async () => {
  const asked: string[] = [];
  await using server = await udpDns((question) => {
    asked.push(question.questions?.[0]?.name.toLowerCase() ?? "");
    return reply(question, []);
  });
  await using silent = await udpDns(() => []);
  await using agent = await startLocalAgent();
  const names = Array.from({ length: 9 }, (_, index) => `svc${index}.example`);
  const answering = names.map((name) => ({ ...dns(server.port), id: name, name }));
  const samples: Sample[] = [];
  const probes = [dns(silent.port, 1000), ...answering];
  const sampling = await agent.channel.sample(probes, 100, (sample) => samples.push(sample));
  const of = (wanted: string) => samples.filter(({ id }) => id === wanted);
  await until(() => of("dns").length > 0 && names.every((name) => of(name).length >= 5));
  await sampling.stop();
  expect(of("dns")[0]?.observation).toMatchObject({ outcome: "timeout" });
  // Each time all of them, before one of them is asked again.
  const rounds = Math.floor(asked.length / names.length);
  for (let round = 0; round < rounds; round += 1) {
    expect(asked.slice(round * names.length, (round + 1) * names.length)).toEqual(names);
  }
  // In much less than the hung probe's time limit of a second.
  for (const name of names) expect(Math.min(...gaps(of(name)))).toBeLessThan(500);
});

test("a probe that makes no sense is refused before anything is sampled", async () => {
  await using agent = await startLocalAgent();
  const start = (probe: object) => agent.channel.sample([probe as SampledProbe], 100, () => {});
  await expect(start({ ...dns(53), server: "x" })).rejects.toThrow("the DNS server must be an address: x");
  await expect(start({ ...http(80), url: "x" })).rejects.toThrow("not an http or https URL: x");
  await expect(start({ id: "x", kind: "command" })).rejects.toThrow(
    "a probe of kind command cannot be sampled",
  );
});

test("a sampling goes on over the next channel, and not after it was stopped", async () => {
  await using server = await httpServer((_, response) => response.end());
  const samplings = new Samplings();
  const samples: Sample[] = [];
  const sampling = await samplings.start([http(server.port)], 20, (sample) => samples.push(sample));
  const moreThan = (count: number) => until(() => samples.length > count);
  let slackMs = 0;
  {
    await using first = await startLocalAgent();
    slackMs += first.clockSlackMs;
    await samplings.attach(first.channel);
    await moreThan(2);
  }
  const before = samples.length;
  await using second = await startLocalAgent();
  await samplings.attach(second.channel);
  await moreThan(before + 2);
  slackMs += second.clockSlackMs;
  expect(Math.min(...gaps(samples))).toBeGreaterThanOrEqual(-slackMs);
  await sampling.stop();
  const taken = samples.length;
  await samplings.attach(second.channel);
  await second.channel.ping();
  await pause(100);
  expect(samples).toHaveLength(taken);
});

test.concurrent("a clock that was read from slow answers is read again before samples", async () => {
  // The three readings at the agent's start seem to take 400 ms each, all of it on the way back.
  let asked = 0;
  const nowMs = () => {
    asked += 1;
    return Date.now() + (asked <= 6 && asked % 2 === 0 ? 400 : 0);
  };
  await using agent = await startLocalAgent({ nowMs });
  const ahead: number[] = [];
  const sampling = await agent.channel.sample([http(await closedPort())], 100, ({ atMs }) =>
    ahead.push(atMs - Date.now()),
  );
  await until(() => ahead.length >= 3);
  await sampling.stop();
  expect(Math.min(...ahead)).toBeLessThan(100);
});
