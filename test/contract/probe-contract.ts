import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { offGrid, until } from "#harness/machines/channel/testing/grid.ts";
import { shortest, timed } from "#harness/machines/channel/testing/shortest.ts";
import type { Sample, SampledProbe } from "#harness/machines/machine.ts";
import { eventually, type Subject } from "./contract-rig.ts";
import { dnsPort, guestServers, httpPort } from "./guest-servers.ts";

const serversFile = "/srv/contract/servers.mjs";
const home = `http://127.0.0.1:${httpPort}`;

const question = {
  name: "svc.example",
  type: "A",
  server: "127.0.0.1",
  port: dnsPort,
  protocol: "udp",
  timeoutMs: 5000,
} as const;

/** Starts the servers in the machine when they do not run; resolves when they answer. */
export const serve = async ({ machine, out }: Pick<Subject, "machine" | "out">): Promise<void> => {
  const answers = async () =>
    (await machine.http({ url: home, method: "GET", timeoutMs: 1000 })).outcome === "answered";
  if (await answers()) return;
  await machine.writeFile(serversFile, guestServers);
  await out(`setsid /usr/local/bin/node ${serversFile} > /dev/null 2>&1 &`);
  await eventually("the servers in the machine answer", answers);
};

/** How a machine asks DNS and HTTP servers, from where it stands. */
export const probeContract = (subject: () => Subject): void => {
  const start = () => {
    const current = subject();
    return serve({ machine: current.machine, out: (script) => current.out(script) });
  };

  test("a DNS answer has its code, flags and data", async () => {
    await start();
    for (const protocol of ["udp", "tcp"] as const) {
      expect(await subject().machine.dns({ ...question, protocol })).toMatchObject({
        kind: "dns",
        outcome: "answered",
        rcode: "NOERROR",
        flags: ["qr", "aa", "rd", "ra"],
        answers: [{ name: "svc.example", type: "A", ttl: 60, data: "192.0.2.99" }],
        authorities: [],
      });
    }
  });

  test("DNS at a closed port is unreachable, and silence is a timeout", async () => {
    await start();
    const closed = await subject().machine.dns({ ...question, port: dnsPort + 1, timeoutMs: 20_000 });
    expect(closed.outcome).toBe("unreachable");
    expect(closed.durationMs).toBeLessThan(10_000);
    const silent = async () => {
      const seen = await subject().machine.dns({ ...question, name: "silent.example", timeoutMs: 300 });
      expect(seen).toMatchObject({ outcome: "timeout", rcode: "", answers: [] });
      return seen.durationMs;
    };
    expect(await shortest(400, silent)).toBeLessThan(400);
  });

  test("HTTP answers have status, headers and body", async () => {
    await start();
    const { machine } = subject();
    expect(await machine.http({ url: `${home}/ok`, method: "GET", timeoutMs: 5000 })).toMatchObject({
      kind: "http",
      outcome: "answered",
      status: 200,
      headers: { "x-method": "GET" },
      body: "body of /ok",
    });
    expect(await machine.http({ url: `${home}/bad`, method: "POST", timeoutMs: 5000 })).toMatchObject({
      outcome: "answered",
      status: 503,
      headers: { "x-method": "POST" },
    });
  });

  test("HTTP at a closed port is unreachable, and silence is a timeout", async () => {
    await start();
    const { machine } = subject();
    const closed = await machine.http({
      url: `http://127.0.0.1:${httpPort + 1}/`,
      method: "GET",
      timeoutMs: 2000,
    });
    expect(closed).toMatchObject({ outcome: "unreachable", status: 0 });
    const silent = async () => {
      const seen = await machine.http({ url: `${home}/silent`, method: "GET", timeoutMs: 300 });
      expect(seen.outcome).toBe("timeout");
      return seen.durationMs;
    };
    expect(await shortest(400, silent)).toBeLessThan(400);
  });

  test("probes are sampled every 100 ms, and go on after a reboot until they are stopped", async () => {
    await start();
    const { machine } = subject();
    const probes: SampledProbe[] = [
      { id: "dns", kind: "dns", ...question },
      { id: "http", kind: "http", url: home, method: "GET", timeoutMs: 5000 },
    ];
    const samples: Sample[] = [];
    // A machine's clock is known to half of the time that its fastest answer took: less than a command takes.
    const slackMs = await timed(() => subject().out("true"));
    const startMs = Date.now();
    const sampling = await machine.sample(probes, 100, (sample) => samples.push(sample));
    await until(() => probes.every(({ id }) => samples.filter((sample) => sample.id === id).length >= 10));
    const first = samples.slice();
    for (const { id, kind } of probes) {
      const own = first.filter((sample) => sample.id === id);
      const sentMs = own.map(({ atMs }) => atMs);
      expect(offGrid(sentMs, { startMs, intervalMs: 100, slackMs })).toBeUndefined();
      expect(sentMs.every((atMs) => atMs <= Date.now() + slackMs)).toBe(true);
      expect(
        own.every(({ observation }) => observation.kind === kind && observation.outcome === "answered"),
      ).toBe(true);
    }
    await machine.reboot();
    const rebootedMs = Date.now();
    await eventually("samples after the reboot", () => samples.some(({ atMs }) => atMs > rebootedMs));
    const dns = samples.filter(({ id }) => id === "dns").map(({ atMs }) => atMs);
    expect(dns).toEqual(dns.toSorted((a, b) => a - b));
    await sampling.stop();
    const taken = samples.length;
    await pause(300);
    expect(samples).toHaveLength(taken);
    await sampling.stop();
  });
};
