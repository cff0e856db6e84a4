import { decode, encode, type RecordType } from "dns-packet";
import { expect, test } from "vitest";
import { dnsNameProblem, dnsTypeProblem, dnsTypes } from "./name.ts";

const label = (length: number): string => "x".repeat(length);

test("names that can be asked for", () => {
  for (const name of [
    ".",
    "svc.example",
    "svc.example.",
    "_dns._udp.example",
    "*.example",
    "0/25.2.0.192.in-addr.arpa",
    `${label(63)}.example`,
    // 4 × 63 is too long; this is 255 bytes on the wire.
    [label(63), label(63), label(63), label(61)].join("."),
  ]) {
    expect(dnsNameProblem(name), name).toBeUndefined();
  }
});

test("names that cannot, each with what to write instead", () => {
  const cases: [string, string, string][] = [
    ["", "the name is empty", 'write "."'],
    ["a..example", "it has an empty label", 'write "a.example"'],
    [".example", "it has an empty label", 'write "example"'],
    ["..", "it has an empty label", 'write "."'],
    [`${label(64)}.example`, 'its label "xxxxxxxxxxxx…" has 64 characters', "63 at most"],
    [[label(63), label(63), label(63), label(62)].join("."), "it has 256 bytes on the wire", "255 bytes"],
    ["bücher.example", "it has characters that are not ASCII", 'write "xn--bcher-kva.example"'],
    ["a b.example", 'it has the character " "', "write letters"],
    ["a\\.b.example", 'it has the character "\\\\"', "a dot between labels alone"],
  ];
  for (const [name, problem, next] of cases) {
    expect(dnsNameProblem(name)?.problem, name).toContain(problem);
    expect(dnsNameProblem(name)?.next, name).toContain(next);
  }
});

test("every type that is known can be put into a question", () => {
  for (const type of dnsTypes) {
    const bytes = encode({ type: "query", questions: [{ name: "x", type: type as RecordType }] });
    expect(decode(bytes).questions?.[0]?.type).toBe(type);
    expect(dnsTypeProblem(type)).toBeUndefined();
  }
});

test("types that cannot be asked for, each with what to write instead", () => {
  expect(dnsTypeProblem("aaaa")).toEqual({ problem: "it is not in capitals", next: 'write "AAAA"' });
  expect(dnsTypeProblem("AXFR")?.next).toContain('"SOA"');
  // Known to DNS, or to nobody: it is not known to the client of ours.
  for (const type of ["ADDRESS", "HTTPS", "SVCB", "URI", "TYPE65"]) {
    expect(dnsTypeProblem(type)?.problem).toBe("it is not one that a check can ask for");
  }
  expect(dnsTypeProblem("ADDRESS")?.next).toContain("A, AAAA, AFSDB");
});
