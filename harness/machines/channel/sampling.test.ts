import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Sample, SampledProbe } from "../machine.ts";
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

test("each probe is repeated on its grid, with the time at which it was sent", async () => {
  let asked = 0;
  await using server = await udpDns((question) => {
    asked += 1;
    return reply(question, []);
  });
  await using agent = await startLocalAgent();
  const samples: Sample[] = [];
  const startMs = Date.now();
  const sampling = await agent.channel.sample([dns(server.port), http(await closedPort())], 100, (sample) =>
    samples.push(sample),
  );
  await pause(1050);
  await sampling.stop();
  const taken = samples.length;
  const askedUntilStop = asked;
  for (const id of ["dns", "http"]) {
    const own = samples.filter((sample) => sample.id === id);
    expect(own.length).toBeGreaterThanOrEqual(8);
    expect(own.length).toBeLessThanOrEqual(12);
    expect(own.every(({ atMs }) => atMs >= startMs && atMs <= Date.now())).toBe(true);
    expect(Math.min(...gaps(own))).toBeGreaterThan(0);
  }
  expect(samples.find(({ id }) => id === "dns")?.observation).toMatchObject({ outcome: "answered" });
  expect(samples.find(({ id }) => id === "http")?.observation).toMatchObject({ outcome: "unreachable" });
  await pause(250);
  expect(samples).toHaveLength(taken);
  expect(asked).toBe(askedUntilStop);
});

test("a lost answer does not hide the next ones, and is given up after its own time limit", async () => {
  let asked = 0;
  await using server = await udpDns(() => {
    asked += 1;
    return [];
  });
  await using agent = await startLocalAgent();
  const samples: Sample[] = [];
  const probe = { ...dns(server.port), timeoutMs: 1000 };
  const sampling = await agent.channel.sample([probe], 100, (sample) => samples.push(sample));
  await pause(1500);
  await sampling.stop();
  expect(asked).toBeGreaterThanOrEqual(10);
  expect(samples.length).toBeGreaterThanOrEqual(2);
  for (const sample of samples) {
    expect(sample.observation).toMatchObject({ outcome: "timeout", error: "no answer in 1000 ms" });
  }
});

test("DNS questions go out together, and one that hangs holds up none of the others", async () => {
  await using server = await udpDns((question) => reply(question, []));
  await using silent = await udpDns(() => []);
  await using agent = await startLocalAgent();
  const answering = Array.from({ length: 9 }, (_, index) => ({ ...dns(server.port), id: String(index) }));
  const samples: Sample[] = [];
  const probes = [dns(silent.port, 1000), ...answering];
  const sampling = await agent.channel.sample(probes, 100, (sample) => samples.push(sample));
  await pause(1550);
  await sampling.stop();
  const timesOf = ({ id }: SampledProbe) => samples.filter((one) => one.id === id).map(({ atMs }) => atMs);
  const firsts = answering.map((probe) => Math.min(...timesOf(probe)));
  expect(Math.max(...firsts) - Math.min(...firsts)).toBeLessThan(50);
  for (const probe of answering) expect(timesOf(probe).length).toBeGreaterThanOrEqual(12);
  expect(samples.some(({ id, observation }) => id === "dns" && observation.outcome === "timeout")).toBe(true);
});

test("a probe that makes no sense is refused before anything is sampled", async () => {
  await using agent = await startLocalAgent();
  const start = (probe: object) => agent.channel.sample([probe as SampledProbe], 100, () => {});
  await expect(start({ ...dns(53), server: "x" })).rejects.toThrow("the DNS server must be an address: x");
  await expect(start({ ...http(80), url: "x" })).rejects.toThrow("not an http or https URL: x");
  await expect(start({ id: "x", kind: "exec" })).rejects.toThrow("a probe of kind exec cannot be sampled");
});

test("a sampling goes on over the next channel, and not after it was stopped", async () => {
  await using server = await httpServer((_, response) => response.end());
  const samplings = new Samplings();
  const samples: Sample[] = [];
  const sampling = await samplings.start([http(server.port)], 20, (sample) => samples.push(sample));
  const moreThan = async (count: number) => {
    while (samples.length <= count) await pause(5);
  };
  {
    await using first = await startLocalAgent();
    await samplings.attach(first.channel);
    await moreThan(2);
  }
  const before = samples.length;
  await using second = await startLocalAgent();
  await samplings.attach(second.channel);
  await moreThan(before + 2);
  expect(Math.min(...gaps(samples))).toBeGreaterThanOrEqual(0);
  await sampling.stop();
  const taken = samples.length;
  await samplings.attach(second.channel);
  await second.channel.ping();
  await pause(100);
  expect(samples).toHaveLength(taken);
});
