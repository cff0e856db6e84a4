import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import type { DnsQuery } from "../probes/dns/value.ts";
import { commandLine } from "../scenario/command-line.ts";
import { machine } from "../scenario/machine.ts";
import { dns } from "./dns.ts";
import { resolves } from "./resolves.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });
const asks = (type = "A", more = {}) =>
  dns(rift).asks("mcq.example", type, { server: rift.on("lan"), ...more });

const refusal = (make: () => unknown): ScenarioError => {
  try {
    make();
  } catch (error) {
    if (error instanceof ScenarioError) return error;
  }
  throw new Error("it was not refused");
};

test("each word has its title and its expectation", () => {
  const cases = [
    [asks().answers("192.0.2.7"), "mcq.example resolves", { rcode: "NOERROR", answers: [["192.0.2.7"]] }],
    [asks("AAAA").answers(), "mcq.example (AAAA) resolves", { rcode: "NOERROR", answers: [] }],
    [asks("NS").hasAnswer(), "mcq.example (NS) has an answer", { outcome: "answer" }],
    [asks().isNxdomain(), "mcq.example does not exist", { outcome: "nxdomain" }],
    [asks().isUnknown(), "mcq.example does not exist", { outcome: "nxdomain" }],
    [asks("MX").isNodata(), "mcq.example exists without MX record", { outcome: "nodata" }],
    [asks().isEmpty(), "mcq.example gets an empty NOERROR", { outcome: "empty" }],
    [asks().isReferral(), "mcq.example gets a referral", { outcome: "referral" }],
    [asks().fails("SERVFAIL"), "mcq.example gets SERVFAIL", { outcome: "servfail" }],
    [asks().fails("NOTIMP"), "mcq.example gets NOTIMP", { rcode: "NOTIMP" }],
    [asks().isRefused(), "mcq.example gets REFUSED", { outcome: "refused" }],
    [asks().timesOut(), "mcq.example gets no answer", { outcome: "timeout" }],
    [asks().isUnreachable(), "mcq.example finds no server", { outcome: "unreachable" }],
  ] as const;
  for (const [{ title, probe }, words, expected] of cases) {
    expect(title).toBe(words);
    expect((probe as DnsQuery).expect).toEqual(expected);
  }
  expect(new Set(cases.map(([{ title }]) => title)).size).toBe(cases.length - 1);
  expect(asks("A", { protocol: "tcp" }).answers("x").title).toBe("mcq.example resolves over TCP");
  expect(asks("A", { as: "the queue is found" }).answers("x").title).toBe("the queue is found");
});

test("details are added to what is expected, and to the title", () => {
  const one = asks()
    .withFlags({ aa: true })
    .withFlags({ ra: false })
    .withTtl(0, 300)
    .withSoa("example")
    .isNxdomain();
  expect(one.title).toBe(
    "mcq.example does not exist with aa, no ra, a TTL of 0 to 300 s, the SOA of example",
  );
  expect((one.probe as DnsQuery).expect).toEqual({
    outcome: "nxdomain",
    flags: { aa: true, ra: false },
    ttl: { least: 0, most: 300 },
    soa: "example",
  });
});

test("an answer whose flag tc is looked at is not asked for again over TCP", () => {
  expect(asks().isTruncated().probe).toMatchObject({
    retryOverTcp: false,
    expect: { outcome: "truncated", flags: { tc: true } },
  });
  expect(asks().withFlags({ tc: false }).hasAnswer().probe).not.toHaveProperty("retryOverTcp");
});

test("without a server the machine's own are asked", () => {
  const { probe } = dns(rift).asks("mcq.example", "A").answers("192.0.2.7");
  expect(probe).not.toHaveProperty("server");
  expect(commandLine(probe, () => "")).toBe("dig mcq.example A +short");
});

test("what cannot be asked is refused when the scenario is made, with what to write instead", () => {
  const cases: [() => unknown, string, string][] = [
    [
      () => dns(rift).asks("a..example", "A"),
      'the name "a..example" cannot be asked for in DNS: it has an empty label',
      'write "a.example"',
    ],
    [() => dns(rift).asks("bücher.example", "A"), "not ASCII", 'write "xn--bcher-kva.example"'],
    [() => dns(rift).asks(`${"x".repeat(64)}.example`, "A"), "has 64 characters", "63 at most"],
    [() => dns(rift).asks("x.".repeat(128), "A"), "it has 257 bytes on the wire", "255 bytes at most"],
    [() => dns(rift).asks("x", "ADDRESS"), 'the type "ADDRESS" cannot', "write one of A, AAAA"],
    [() => dns(rift).asks("x", "a"), "not in capitals", 'write "A"'],
    [() => asks().withSoa("a..b"), "empty label", 'write "a.b"'],
    [() => asks().withTtl(300, 0), "no TTL is from 300 to 0", "withTtl(0, 300)"],
    [() => asks().fails("SERVERFAIL"), 'no error code "SERVERFAIL"', "FORMERR, SERVFAIL"],
    [() => resolves(rift, "a b"), 'the character " "', "write letters"],
    [() => resolves(rift, "-x"), "taken for an option", "begins with a letter"],
  ];
  for (const [make, message, next] of cases) {
    const error = refusal(make);
    expect(error.message).toContain(message);
    expect(error.facts.next).toContain(next);
  }
});

test("a name is looked up on every path, shown as three lines", () => {
  const one = resolves(rift, "mcq.example").to(rift.on("lan"));
  expect(one.title).toBe("mcq.example on rift resolves on every path");
  expect(commandLine(one.probe, () => "192.0.2.10")).toBe(
    "getent ahosts mcq.example\nresolvectl query mcq.example\ndig mcq.example A +short",
  );
  const titles = [
    resolves(rift, "x", { family: 6 }).alike(),
    resolves(rift, "x").nowhere(),
    resolves(rift, "x").unalike(),
  ].map(({ title, probe }) => [title, (probe as { expect: { paths: string } }).expect.paths]);
  expect(titles).toEqual([
    ["x on rift resolves alike on every path", "alike"],
    ["x on rift resolves on no path", "nothing"],
    ["x on rift resolves differently on its paths", "differ"],
  ]);
});
