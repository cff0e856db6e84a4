import { expect, test } from "vitest";
import type { Subject } from "./contract-rig.ts";
import { dnsPort, guestServers, httpPort, readyLine } from "./guest-servers.ts";
import { shortest } from "./shortest.ts";

const serversFile = "/srv/contract/servers.mjs";
const readyPipe = "/run/contract-servers";
export const home = `http://127.0.0.1:${httpPort}`;

export const question = {
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
    (await machine.observe({ kind: "http", url: home, method: "GET", timeoutMs: 10_000 })).outcome ===
    "answered";
  if (await answers()) return;
  await machine.writeFile(serversFile, guestServers);
  // The line comes when they listen, and the end of the pipe where the program ends before.
  const started = `setsid /usr/local/bin/node ${serversFile} > ${readyPipe} 2>&1 &`;
  const script = `rm -f ${readyPipe}; mkfifo ${readyPipe}; ${started} head -n 1 ${readyPipe}`;
  expect(await out(script, { timeoutMs: 100_000 })).toBe(readyLine);
};

/** The contract of DNS and HTTP probes. */
export const probeContract = (subject: () => Subject): void => {
  const start = () => {
    const current = subject();
    return serve({ machine: current.machine, out: (script, more) => current.out(script, more) });
  };

  test("a DNS answer has its code, flags and data", async () => {
    await start();
    for (const protocol of ["udp", "tcp"] as const) {
      expect(await subject().machine.observe({ kind: "dns", ...question, protocol })).toMatchObject({
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
    const closed = await subject().machine.observe({
      kind: "dns",
      ...question,
      port: dnsPort + 1,
      timeoutMs: 20_000,
    });
    expect(closed.outcome).toBe("unreachable");
    expect(closed.durationMs).toBeLessThan(10_000);
    const silent = async () => {
      const seen = await subject().machine.observe({
        kind: "dns",
        ...question,
        name: "silent.example",
        timeoutMs: 300,
      });
      expect(seen).toMatchObject({ outcome: "timeout", rcode: "", answers: [] });
      return seen.durationMs;
    };
    expect(await shortest(400, silent)).toBeLessThan(400);
  });

  test("HTTP answers have status, headers and body", async () => {
    await start();
    const { machine } = subject();
    expect(
      await machine.observe({ kind: "http", url: `${home}/ok`, method: "GET", timeoutMs: 5000 }),
    ).toMatchObject({
      kind: "http",
      outcome: "answered",
      status: 200,
      headers: { "x-method": "GET" },
      body: "body of /ok",
    });
    expect(
      await machine.observe({ kind: "http", url: `${home}/bad`, method: "POST", timeoutMs: 5000 }),
    ).toMatchObject({
      outcome: "answered",
      status: 503,
      headers: { "x-method": "POST" },
    });
  });

  test("HTTP at a closed port is unreachable, and silence is a timeout", async () => {
    await start();
    const { machine } = subject();
    const closed = await machine.observe({
      kind: "http",
      url: `http://127.0.0.1:${httpPort + 1}/`,
      method: "GET",
      timeoutMs: 2000,
    });
    expect(closed).toMatchObject({ outcome: "unreachable", status: 0 });
    const silent = async () => {
      const seen = await machine.observe({
        kind: "http",
        url: `${home}/silent`,
        method: "GET",
        timeoutMs: 300,
      });
      expect(seen.outcome).toBe("timeout");
      return seen.durationMs;
    };
    expect(await shortest(400, silent)).toBeLessThan(400);
  });
};
