import { describe, expect, test } from "vitest";
import type { CommandObservation } from "../command/value.ts";
import { digDisagreement } from "./dig-agreement.ts";
import { readDig } from "./dig-output.ts";
import type { DnsExpectation, DnsObservation, DnsQuery } from "./value.ts";

const query = (expect_: DnsExpectation, type = "A"): DnsQuery => ({
  kind: "dns",
  machine: "rift",
  name: "svc.example",
  type,
  server: ["127.0.0.1"],
  port: 53,
  protocol: "udp",
  timeoutMs: 1000,
  expect: expect_,
});
const short: DnsExpectation = { rcode: "NOERROR", answers: [["192.0.2.7"]] };

const printed = (stdout: string, change: Partial<CommandObservation> = {}): CommandObservation => ({
  kind: "command",
  exitCode: 0,
  signal: undefined,
  stdout,
  stderr: "",
  timedOut: false,
  durationMs: 20,
  ...change,
});

const own = (change: Partial<DnsObservation>): DnsObservation => ({
  kind: "dns",
  server: "127.0.0.1",
  protocol: "udp",
  retriedOverTcp: false,
  outcome: "answered",
  rcode: "NOERROR",
  flags: ["qr", "aa", "rd"],
  answers: [],
  authorities: [],
  error: "",
  durationMs: 1,
  ...change,
});
const noAnswer = { rcode: "", flags: [] };

// What dig 9.18 printed, literally.
const nxdomain = `;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 61644
;; flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 0
;; WARNING: recursion requested but not available

;; AUTHORITY SECTION:
example.\t\t60\tIN\tSOA\tns.example. root.example. 7 1 2 3 4

`;
const edns = `;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
;; flags: qr aa rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
; COOKIE: 0123 (good)
;; ANSWER SECTION:
svc.example.\t\t59\tIN\tCNAME\tOther.example.
other.example.\t\t59\tIN\tA\t192.0.2.7

`;
const timedOut = `;; communications error to 127.0.0.1#53925: timed out

; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> @127.0.0.1 -p 53925 svc.example A +noall
; (1 server found)
;; global options: +cmd
;; no servers could be reached
`;
const refused = timedOut.replace("timed out", "connection refused");
const refusedTcp = `;; Connection to 127.0.0.1#1(127.0.0.1) for svc.example failed: connection refused.
;; no servers could be reached
`;
const badPacket = `;; Got bad packet: bad compression pointer
94 bytes
0d 4b 85 00 00 01 00 01 00 00 00 00 03 73 76 63          .K...........svc
`;

const soa = { name: "example", type: "SOA", ttl: 60, data: "ns.example root.example 7 1 2 3 4" };
const alias = { name: "svc.example", type: "CNAME", ttl: 60, data: "other.example" };
const address = { name: "other.example", type: "A", ttl: 60, data: "192.0.2.7" };

describe("agreement in full", () => {
  const disagreement = (expected: DnsExpectation, seen: Partial<DnsObservation>, stdout: string, more = {}) =>
    digDisagreement(query(expected), own(seen), printed(stdout, more));

  test("the same code, flags, records and SOA", () => {
    const seen = { rcode: "NXDOMAIN", authorities: [soa] };
    expect(disagreement({ outcome: "nxdomain" }, seen, nxdomain)).toBeUndefined();
    const answer = { flags: ["qr", "aa", "rd", "ra"], answers: [address, alias] };
    expect(disagreement({ outcome: "answer" }, answer, edns)).toBeUndefined();
  });

  test("each difference is told with what dig says", () => {
    const told = "NXDOMAIN: the name does not exist; the SOA of example came with it, flags qr aa rd";
    const differences: Partial<DnsObservation>[] = [
      { rcode: "NXDOMAIN" },
      { authorities: [soa] },
      { rcode: "NXDOMAIN", authorities: [soa], flags: ["qr", "rd"] },
      { rcode: "NXDOMAIN", authorities: [{ ...soa, name: "other" }] },
      { ...noAnswer, outcome: "timeout" },
    ];
    for (const seen of differences) {
      expect(disagreement({ outcome: "nxdomain" }, seen, nxdomain), JSON.stringify(seen)).toBe(told);
    }
    const flags = ["qr", "aa", "rd", "ra"];
    for (const answers of [[address], [alias, { ...address, data: "192.0.2.8" }], []]) {
      expect(disagreement({ outcome: "answer" }, { flags, answers }, edns)).toBe(
        "NOERROR with 192.0.2.7, flags qr aa rd ra, a TTL of 59 s",
      );
    }
  });

  test("two unusual codes are two things", () => {
    const notimp = nxdomain.replace("NXDOMAIN", "NOTIMP");
    const seen = { rcode: "FORMERR", authorities: [soa] };
    expect(disagreement({ rcode: "FORMERR" }, seen, notimp)).toMatch(/^NOTIMP: /);
    expect(disagreement({ rcode: "NOTIMP" }, { ...seen, rcode: "NOTIMP" }, notimp)).toBeUndefined();
  });

  test("a TTL may count down, but not out of the range that is expected", () => {
    const seen = { flags: ["qr", "aa", "rd", "ra"], answers: [address, alias] };
    const ttl = (least: number): DnsExpectation => ({ outcome: "answer", ttl: { least, most: 300 } });
    expect(disagreement(ttl(59), seen, edns)).toBeUndefined();
    expect(disagreement(ttl(60), seen, edns)).toContain("a TTL of 59 s");
  });

  test("silence, a closed port and garbage are three things", () => {
    const outputs = { timeout: [timedOut], unreachable: [refused, refusedTcp], malformed: [badPacket] };
    for (const [outcome, texts] of Object.entries(outputs)) {
      for (const [other, stdouts] of Object.entries(outputs)) {
        for (const stdout of stdouts) {
          const seen = { ...noAnswer, outcome: outcome as DnsObservation["outcome"] };
          const said = disagreement({ outcome: seen.outcome as "timeout" }, seen, stdout, {
            exitCode: stdout === badPacket ? 0 : 9,
          });
          const agrees = outcome === other || (outcome === "malformed" && other === "timeout");
          if (agrees) expect(said, `${outcome}, ${other}`).toBeUndefined();
          else expect(said, `${outcome}, ${other}`).toMatch(new RegExp(`^${other} \\(`));
        }
        expect(texts.length).toBeGreaterThan(0);
      }
    }
  });

  test("dig that is killed at its limit had no answer", () => {
    const seen = { ...noAnswer, outcome: "timeout" } as const;
    const killed = { exitCode: undefined, signal: "SIGKILL", timedOut: true };
    expect(disagreement({ outcome: "timeout" }, seen, "", killed)).toBeUndefined();
  });
});

describe("agreement that an answer does not come", () => {
  const disagreement = (
    expected: DnsExpectation,
    seen: Partial<DnsObservation>,
    stdout: string,
    exitCode = 0,
  ) => digDisagreement(query(expected), own(seen), printed(stdout, { exitCode }), { negated: true });
  const nothings: readonly (readonly [Partial<DnsObservation>, string, number])[] = [
    [{ ...noAnswer, outcome: "timeout" }, timedOut, 9],
    [{ ...noAnswer, outcome: "unreachable" }, refused, 9],
    [{ rcode: "SERVFAIL" }, nxdomain.replace("NXDOMAIN", "SERVFAIL"), 0],
  ];

  test("silence, a closed port and SERVFAIL are one thing: they follow one another while a server gives up", () => {
    for (const [seen] of nothings)
      for (const [, stdout, exitCode] of nothings)
        expect(disagreement({ outcome: "answer" }, seen, stdout, exitCode), stdout).toBeUndefined();
    for (const [seen] of nothings) {
      expect(disagreement(short, seen, "")).toBeUndefined();
      expect(disagreement(short, seen, timedOut, 9)).toBeUndefined();
    }
  });

  test("an answer of dig's is another, and so is what a server says that has found out", () => {
    for (const [seen] of nothings) {
      expect(disagreement(short, seen, "192.0.2.7\n")).toBe("192.0.2.7");
      expect(disagreement({ outcome: "answer" }, seen, edns)).toMatch(/^NOERROR with 192.0.2.7/);
      expect(disagreement({ outcome: "answer" }, seen, nxdomain)).toMatch(/^NXDOMAIN/);
    }
    expect(disagreement({ outcome: "answer" }, { rcode: "REFUSED" }, timedOut, 9)).toMatch(/^timeout/);
  });

  test("where one of the three is what may not come, they stay three", () => {
    const [silence, closed, servfail] = nothings.map(([seen]) => seen);
    expect(disagreement({ outcome: "timeout" }, servfail ?? {}, timedOut, 9)).toMatch(/^timeout/);
    expect(disagreement({ outcome: "unreachable" }, silence ?? {}, refused, 9)).toMatch(/^unreachable/);
    const failed = nxdomain.replace("NXDOMAIN", "SERVFAIL");
    expect(disagreement({ rcode: "SERVFAIL" }, closed ?? {}, failed)).toMatch(/^SERVFAIL/);
  });
});

describe("agreement in short", () => {
  const disagreement = (seen: Partial<DnsObservation>, stdout: string, change = {}) =>
    digDisagreement(query(short), own(seen), printed(stdout, change));

  test("the data of all records, in any order", () => {
    expect(disagreement({ answers: [alias, address] }, "Other.example.\n192.0.2.7\n")).toBeUndefined();
    expect(disagreement({ answers: [alias, address] }, "192.0.2.7\nother.example.\n")).toBeUndefined();
    expect(disagreement({ answers: [address] }, "192.0.2.8\n")).toBe("192.0.2.8");
    expect(disagreement({ answers: [address] }, "192.0.2.7\n192.0.2.8\n")).toBe("192.0.2.7, 192.0.2.8");
    expect(disagreement({ answers: [address] }, "")).toBe("nothing printed");
    expect(disagreement({ rcode: "NXDOMAIN" }, "")).toBeUndefined();
  });

  test("no answer at all", () => {
    const silent = { ...noAnswer, outcome: "timeout" } as const;
    expect(disagreement(silent, timedOut, { exitCode: 9 })).toBeUndefined();
    expect(disagreement(silent, "192.0.2.7\n")).toBe("192.0.2.7");
    expect(disagreement(silent, "")).toBe("nothing printed");
    expect(disagreement({ answers: [address] }, refused, { exitCode: 9 })).toBe(
      "unreachable (communications error to 127.0.0.1#53925: connection refused; no servers could be reached)",
    );
  });

  test("texts as they are meant, types that one of the two does not know by their number", () => {
    const text = { name: "svc.example", type: "TXT", ttl: 1, data: 'one "tw\\o é' };
    expect(disagreement({ answers: [text] }, '"one \\"" "tw\\\\o \\195\\169"\n')).toBeUndefined();
    const odd = { name: "svc.example", type: "DS", ttl: 1, data: "{}" };
    expect(disagreement({ answers: [odd] }, "1 2 1 00\n")).toBeUndefined();
    expect(disagreement({ answers: [odd] }, "1 2 1 00\n1 2 1 01\n")).toBeDefined();
  });

  test("a machine without dig says what it lacks", () => {
    const missing = { exitCode: 127, stderr: "sh: 1: dig: not found\n" };
    expect(disagreement({ answers: [address] }, "", missing)).toBe(
      "it could not be run (sh: 1: dig: not found; it is in the package bind9-dnsutils)",
    );
  });
});

test("records of dig are read whatever their data is", () => {
  const records = `;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 12860
;; flags: qr aa rd; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 0

;; ANSWER SECTION:
x.\t\t\t3\tIN\tTXT\t"one \\"" "tw\\\\o \\195\\169"
.\t\t\t0\tIN\tNS\tY.example.
x.\t\t\t0\tIN\tNAPTR\t1 2 "u" "E2U" "!^.*$!x!" .

`;
  expect(readDig(printed(records)).answers).toEqual([
    { name: "x", type: "TXT", ttl: 3, data: 'one "tw\\o é' },
    { name: ".", type: "NS", ttl: 0, data: "Y.example." },
    { name: "x", type: "NAPTR", ttl: 0, data: '1 2 "u" "E2U" "!^.*$!x!" .' },
  ]);
});
