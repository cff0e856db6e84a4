import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, encode } from "dns-packet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortest } from "../../../contract/shortest.ts";
import type { CommandRequest } from "../../command/value.ts";
import { lookUp } from "./look-up.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-lookup-"));
  writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.1\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const rcodes = { NXDOMAIN: 3, SERVFAIL: 2, NOERROR: 0 } as const;

/** A server on loopback that gives one answer; without one it is silent. */
const server = async (answer?: keyof typeof rcodes | string) => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => {
    if (answer === undefined) return;
    const { id, questions = [] } = decode(bytes);
    const name = questions[0]?.name ?? "";
    const isCode = answer in rcodes;
    const reply = encode({
      ...{ type: "response", id, questions },
      flags: isCode ? rcodes[answer as keyof typeof rcodes] : 0,
      answers: isCode ? [] : [{ type: "A", name, ttl: 5, data: answer }],
    } as Parameters<typeof encode>[0]);
    socket.send(reply, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    place: { resolvConf: join(folder, "resolv.conf"), port: socket.address().port },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
};

type Said = { exitCode?: number; stdout?: string; stderr?: string; timedOut?: boolean };

/** Programs that say this; what they are called is written down. */
const programs = (said: Record<"getent" | "resolvectl", Said>) => {
  const called: string[] = [];
  const run = async ({ script }: CommandRequest) => {
    called.push(script);
    const {
      exitCode = 0,
      stdout = "",
      stderr = "",
      timedOut = false,
    } = said[script.split(" ")[0] as keyof typeof said];
    const captured = (text: string) => ({ output: Buffer.from(text) }) as never;
    return {
      exitCode: timedOut ? undefined : exitCode,
      signal: timedOut ? "SIGKILL" : undefined,
      timedOut,
      durationMs: 1,
      stdout: captured(stdout),
      stderr: captured(stderr),
    };
  };
  return { run, called };
};

const getentFound = `192.0.2.7       STREAM svc.example
192.0.2.7       DGRAM
192.0.2.7       RAW
2001:db8::7     STREAM
`;
const resolvectlFound = `svc.example: 192.0.2.7                     -- link: eth0
             2001:db8::7                   -- link: eth0
             (real.example)

-- Information acquired via protocol DNS in 24.8ms.
-- Data from: 192.0.2.99 network
`;
const right = programs({ getent: { stdout: getentFound }, resolvectl: { stdout: resolvectlFound } });
const call = { name: "svc.example", family: 4, timeoutMs: 1000 } as const;

test("all three find the addresses of the family that is asked for, each once", async () => {
  await using dns = await server("192.0.2.7");
  const seen = await lookUp(call, right.run, dns.place);
  expect(seen.kind).toBe("lookup");
  expect(seen.findings).toMatchObject([
    { path: "getaddrinfo", outcome: "found", addresses: ["192.0.2.7"], error: "" },
    { path: "resolvectl", outcome: "found", addresses: ["192.0.2.7"], error: "" },
    { path: "resolv.conf", outcome: "found", addresses: ["192.0.2.7"], error: "" },
  ]);
  expect(right.called).toEqual(["getent ahosts svc.example", "resolvectl query svc.example"]);
  const six = await lookUp({ ...call, family: 6 }, right.run, dns.place);
  expect(six.findings.map(({ addresses }) => addresses)).toEqual([["2001:db8::7"], ["2001:db8::7"], []]);
});

test("each path says in its own words why it found nothing", async () => {
  const none = programs({
    getent: { exitCode: 2 },
    resolvectl: {
      exitCode: 1,
      stderr: "svc.example: resolve call failed: 'svc.example' not found\n",
    },
  });
  await using unknown = await server("NXDOMAIN");
  expect((await lookUp(call, none.run, unknown.place)).findings).toMatchObject([
    { outcome: "not-found", error: "exit 2" },
    { outcome: "not-found", error: "svc.example: resolve call failed: 'svc.example' not found" },
    { outcome: "not-found", error: "queryA ENOTFOUND svc.example (asked 127.0.0.1)" },
  ]);
  await using nodata = await server("NOERROR");
  expect((await lookUp(call, none.run, nodata.place)).findings[2]).toMatchObject({
    outcome: "not-found",
    error: "queryA ENODATA svc.example (asked 127.0.0.1)",
  });
});

test("a path that is broken, silent or missing is told apart", async () => {
  const broken = programs({
    getent: { timedOut: true },
    resolvectl: { exitCode: 1, stderr: "svc.example: resolve call failed: Connection timed out\n" },
  });
  await using failing = await server("SERVFAIL");
  expect((await lookUp(call, broken.run, failing.place)).findings).toMatchObject([
    { outcome: "timeout", error: "no answer in 1000 ms" },
    { outcome: "failed", error: "svc.example: resolve call failed: Connection timed out" },
    { outcome: "failed", error: "queryA ESERVFAIL svc.example (asked 127.0.0.1)" },
  ]);
  const missing = programs({
    getent: { exitCode: 127, stderr: "sh: 1: getent: not found\n" },
    resolvectl: { exitCode: 127, stderr: "sh: 1: resolvectl: not found\n" },
  });
  const place = { ...failing.place, resolvConf: join(folder, "none") };
  const { findings } = await lookUp(call, missing.run, place);
  expect(findings.map(({ outcome }) => outcome)).toEqual(["missing", "missing", "missing"]);
  expect(findings[2]?.error).toBe(`there is no ${place.resolvConf}`);
});

test("a silent server is given up within the time of the look-up", async () => {
  await using silent = await server();
  const took = async () => {
    const seen = await lookUp({ ...call, timeoutMs: 300 }, right.run, silent.place);
    expect(seen.findings[2]).toMatchObject({ outcome: "timeout", addresses: [] });
    return seen.durationMs;
  };
  // The resolver's own limit is two seconds for each of its tries. Source: ares_init_options(3).
  expect(await shortest(2000, took)).toBeLessThan(2000);
});

test("a name that cannot be looked up is refused, and never becomes shell text", async () => {
  await expect(lookUp({ ...call, name: "x; reboot" }, right.run)).rejects.toThrow(
    '"x; reboot" cannot be looked up: it has the character ";"',
  );
  const globbed = programs({ getent: {}, resolvectl: {} });
  await using dns = await server("192.0.2.7");
  await lookUp({ ...call, name: "*.example" }, globbed.run, dns.place);
  expect(globbed.called[0]).toBe("getent ahosts '*.example'");
});
