import { connect } from "node:net";
import { decode, encode, type Packet } from "dns-packet";
import { fill, inRig } from "drillbook";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcnsConfig } from "../../configs.ts";
import { askDns } from "../testing/ask-dns.ts";
import { makeDirectory, type RunningService, runService, runToEnd } from "../testing/run-service.ts";
import { mcns as program } from "./program.ts";
import { framed, takeFrames } from "./tcp-frames.ts";
import { exchangeOverUdp } from "./upstream.ts";

const ADDRESSES: Readonly<Record<string, string>> = { lan: "192.0.2.10", tailnet: "198.51.100.10" };

/** The platform's own configuration, but on free ports of loopback and without a certificate. */
const CONFIG = fill(
  mcnsConfig,
  inRig(({ network }) => ADDRESSES[network] ?? ""),
)
  .replaceAll(/0\.0\.0\.0:\d+/g, "127.0.0.1:0")
  .replaceAll("/srv/mcns/mcns.db", "DIR/mcns.db")
  .replace(/\[tls\][^[]*/, "");

const EXTRA = `
[[records]]
name = "docs.svc.mcp.metacircular.net"
type = "CNAME"
values = ["mcr.svc.mcp.metacircular.net"]

[[records]]
name = "a.deep.svc.mcp.metacircular.net"
values = ["192.0.2.1"]

[[records]]
name = "big.svc.mcp.metacircular.net"
type = "TXT"
values = [${[0, 1, 2, 3, 4, 5, 6, 7].map((digit) => `"${String(digit).repeat(200)}"`).join(", ")}]
`;

describe("mcns", () => {
  let mcns: RunningService;
  beforeAll(async () => {
    mcns = await runService(program, CONFIG + EXTRA);
  });
  afterAll(() => mcns[Symbol.asyncDispose]());

  const udp = (name: string, type: "A" | "AAAA" | "SOA" | "NS" | "TXT" | "CNAME" = "A") =>
    askDns(mcns.port("dns/udp"), name, type);
  const tcp = (name: string, type: "A" | "TXT" = "A") =>
    askDns(mcns.port("dns/tcp"), name, type, { tcp: true });

  it("answers for its zones with authority, the same over UDP and TCP", async () => {
    const expected = {
      rcode: "NOERROR",
      authoritative: true,
      truncated: false,
      recursive: false,
      edns: false,
      answers: ["mcr.svc.mcp.metacircular.net A 192.0.2.10", "mcr.svc.mcp.metacircular.net A 198.51.100.10"],
      authorities: [],
    };
    expect(await udp("mcr.svc.mcp.metacircular.net")).toEqual(expected);
    expect(await tcp("mcr.svc.mcp.metacircular.net")).toEqual(expected);
  });

  it("answers for mcq with its tailnet address alone", async () => {
    expect((await udp("mcq.svc.mcp.metacircular.net")).answers).toEqual([
      "mcq.svc.mcp.metacircular.net A 198.51.100.10",
    ]);
  });

  it("does not mind capital letters", async () => {
    expect((await udp("RIFT.mcp.Metacircular.net")).answers).toHaveLength(2);
  });

  it("says NXDOMAIN with the zone's SOA for a name that does not exist", async () => {
    expect(await udp("nobody.svc.mcp.metacircular.net")).toMatchObject({
      rcode: "NXDOMAIN",
      authoritative: true,
      answers: [],
      authorities: ["svc.mcp.metacircular.net SOA"],
    });
    expect(await udp("nobody.mcp.metacircular.net")).toMatchObject({
      rcode: "NXDOMAIN",
      authorities: ["mcp.metacircular.net SOA"],
    });
  });

  it.each(["rift.mcp.metacircular.net", "mcp.metacircular.net", "deep.svc.mcp.metacircular.net"])(
    "says NODATA with the SOA for %s, which exists without that type",
    async (name) => {
      const zone = name.includes("svc.") ? "svc.mcp.metacircular.net" : "mcp.metacircular.net";
      expect(await udp(name, "AAAA")).toMatchObject({
        rcode: "NOERROR",
        authoritative: true,
        answers: [],
        authorities: [`${zone} SOA`],
      });
    },
  );

  it("knows the SOA and the name server of a zone", async () => {
    expect((await udp("svc.mcp.metacircular.net", "SOA")).answers).toEqual(["svc.mcp.metacircular.net SOA"]);
    expect((await udp("svc.mcp.metacircular.net", "NS")).answers).toEqual([
      "svc.mcp.metacircular.net NS ns.mcp.metacircular.net",
    ]);
  });

  it("follows an alias one level", async () => {
    expect((await udp("docs.svc.mcp.metacircular.net")).answers).toEqual([
      "docs.svc.mcp.metacircular.net CNAME mcr.svc.mcp.metacircular.net",
      "mcr.svc.mcp.metacircular.net A 192.0.2.10",
      "mcr.svc.mcp.metacircular.net A 198.51.100.10",
    ]);
  });

  it("refuses names outside its zones without a forwarder", async () => {
    expect(await udp("google.com")).toMatchObject({ rcode: "REFUSED", authoritative: false, answers: [] });
  });

  it("cuts an answer that does not fit, and gives all of it over TCP", async () => {
    expect(await udp("big.svc.mcp.metacircular.net", "TXT")).toMatchObject({ truncated: true, answers: [] });
    expect((await tcp("big.svc.mcp.metacircular.net", "TXT")).answers).toHaveLength(8);
  });

  it("answers EDNS with EDNS", async () => {
    const reply = await askDns(mcns.port("dns/udp"), "rift.mcp.metacircular.net", "A", { edns: true });
    expect(reply).toMatchObject({ edns: true, answers: [expect.any(String), expect.any(String)] });
  });

  it("answers many questions on one connection, however the bytes arrive", async () => {
    const socket = connect(mcns.port("dns/tcp"), "127.0.0.1");
    const ask = (id: number) =>
      framed(encode({ type: "query", id, questions: [{ name: "rift.mcp.metacircular.net", type: "A" }] }));
    const bytes = Buffer.concat([ask(1), ask(2)]);
    socket.write(bytes.subarray(0, 5));
    socket.write(bytes.subarray(5));
    let received: Buffer = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      if (takeFrames(received).frames.length === 2) break;
    }
    expect(takeFrames(received).frames.map((frame) => decode(frame).id)).toEqual([1, 2]);
  });

  it("says FORMERR to what is no question, and lives on", async () => {
    const garbled = Buffer.concat([Buffer.from([0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), Buffer.alloc(3, 0xff)]);
    const reply: Packet = decode(
      await exchangeOverUdp({ host: "127.0.0.1", port: mcns.port("dns/udp") }, garbled, 60_000),
    );
    expect(reply).toMatchObject({ id: 9, rcode: "FORMERR" });
    expect((await udp("rift.mcp.metacircular.net")).rcode).toBe("NOERROR");
  });
});

describe("the seed records of mcns", () => {
  it("are added once, however often it starts, and the serial stays", async () => {
    const directory = makeDirectory();
    const look = (service: RunningService) => [
      service.sql("mcns.db", "select count(*) as n from records"),
      service.sql("mcns.db", "select name, serial from zones"),
    ];
    await using first = await runService(program, CONFIG, { directory });
    const before = look(first);
    await first.stop();
    await using second = await runService(program, CONFIG, { directory });
    expect(look(second)).toEqual(before);
    expect(before[0]).toEqual([{ n: 13 }]);
  });

  it("must not put an alias beside an address", async () => {
    const clash =
      '\n[[records]]\nname = "rift.mcp.metacircular.net"\ntype = "CNAME"\nvalues = ["ns.mcp.metacircular.net"]\n';
    expect(await runToEnd(program, CONFIG + clash)).toMatchObject({
      code: 1,
      stderr: "seed records: rift.mcp.metacircular.net cannot have CNAME beside A: a CNAME stands alone\n",
    });
  });
});
