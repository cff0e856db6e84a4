import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askDns } from "../testing/ask-dns.ts";
import { type RunningService, runService, runToEnd } from "../testing/run-service.ts";
import { mcns as program } from "./program.ts";

const config = (more = ""): string => `
[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcns.db"
[dns]
listen = "127.0.0.2:0"
also_listen = ["127.0.0.1:0"]
[[zones]]
name = "mcp.metacircular.net"
primary = "ns.mcp.metacircular.net"
mailbox = "admin.metacircular.net"
[[zones]]
name = "svc.mcp.metacircular.net"
primary = "ns.mcp.metacircular.net"
mailbox = "admin.metacircular.net"
${more}`;

const LIST = "/v1/zones/svc.mcp.metacircular.net/records";
const NEW = { name: "new.svc.mcp.metacircular.net", type: "A", value: "192.0.2.7" };

describe("the records of mcns over HTTP", () => {
  let mcns: RunningService;
  beforeAll(async () => {
    mcns = await runService(program, config());
  });
  afterAll(() => mcns[Symbol.asyncDispose]());

  const ask = async (method: string, path: string, body?: unknown) => {
    const url = `http://127.0.0.1:${mcns.port("http")}${path}`;
    const response = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const answersOf = async (name: string) => (await askDns(mcns.port("dns/udp"), name, "A")).answers;

  it("come and go while it runs, each time with a higher serial", async () => {
    expect(await answersOf(NEW.name)).toEqual([]);
    const added = await ask("POST", LIST, NEW);
    expect(added.status).toBe(201);
    expect(await answersOf(NEW.name)).toEqual([`${NEW.name} A 192.0.2.7`]);
    expect((await ask("GET", LIST)).body).toEqual([{ ...NEW, ttl: 300 }]);
    expect((await ask("POST", LIST, NEW)).status).toBe(200);
    const gone = await ask("DELETE", LIST, NEW);
    expect(gone).toEqual({ status: 200, body: { serial: Number(added.body["serial"]) + 1 } });
    expect(await answersOf(NEW.name)).toEqual([]);
    expect((await ask("DELETE", LIST, NEW)).status).toBe(404);
  });

  it.each([
    [
      "an alias beside an address",
      NEW,
      { ...NEW, type: "CNAME", value: "mcr.svc.mcp.metacircular.net" },
      409,
    ],
    ["an address that is none", undefined, { ...NEW, value: "nowhere" }, 409],
    ["a type that it does not serve", undefined, { ...NEW, type: "MX" }, 400],
    ["a TTL that is none", undefined, { ...NEW, ttl: -1 }, 400],
    ["a name of another zone", undefined, { ...NEW, name: "new.mcp.metacircular.net" }, 400],
  ])("are refused with the reason: %s", async (_, first, wrong, status) => {
    if (first !== undefined) await ask("POST", LIST, first);
    expect(await ask("POST", LIST, wrong)).toEqual({ status, body: { error: expect.any(String) } });
    if (first !== undefined) await ask("DELETE", LIST, first);
  });

  it("need a zone", async () => {
    expect(await ask("GET", "/v1/zones/elsewhere/records")).toEqual({
      status: 404,
      body: { error: "no such zone: elsewhere/records" },
    });
    expect((await ask("GET", "/v1/zones")).body).toMatchObject([
      { name: "mcp.metacircular.net" },
      { name: "svc.mcp.metacircular.net" },
    ]);
  });

  it("are served at a further address, over both transports", async () => {
    for (const tcp of [false, true]) {
      const port = mcns.port(tcp ? "dns/tcp" : "dns/udp");
      const seen = await askDns(port, "mcp.metacircular.net", "SOA", { tcp });
      expect(seen).toMatchObject({ rcode: "NOERROR", authoritative: true });
    }
  });
});

describe("the configuration of mcns", () => {
  it.each([
    [
      "an address that is none",
      '[[records]]\nname = "a.mcp.metacircular.net"\nvalues = ["192.0.2"]',
      /records 1: values cannot be served: a\.mcp\.metacircular\.net A "192\.0\.2" is not an IPv4 address; /,
    ],
    [
      "a zone that is no name",
      '[[zones]]\nname = "a..b"\nprimary = "ns.a"\nmailbox = "admin.a"',
      /zones 3: name is "a\.\.b"; write a name, as in /,
    ],
  ])("is refused with %s", async (_, more, message) => {
    const { code, stderr } = await runToEnd(program, config(more));
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});
