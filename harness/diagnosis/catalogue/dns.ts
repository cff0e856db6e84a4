import type { Message } from "./message.ts";

// Where the texts are from: BIND's dig, host, nslookup and named, systemd-resolved, unbound, dnsmasq, Go's resolver,
// glibc (getaddrinfo), Node, curl, Tailscale, Technitium.

const silent = ["dns-firewalled", "dns-spof", "wrong-resolver"];
const unknownName = ["dns-spof", "wrong-resolver", "quadlet-before-network"];
const magic = ["magicdns-no-upstream", "magicdns-amplification"];

/** Questions to DNS servers, and how they end. */
export const dnsMessages: readonly Message[] = [
  {
    id: "server-refuses",
    weight: { asks: ["dns-spof", "wrong-resolver"] },
    pattern:
      /communications error to (?<server>[\da-f.:]+)#(?<port>\d+): connection refused|lookup (?<name>[\w.-]+)\.? on (?<server2>[\da-f.:[\]]+):(?<port2>53): .*connection refused|(?<name2>\S+): resolve call failed: Lookup failed due to system error: Connection refused/i,
    anchors: ["connection refused"],
    examples: [
      ";; communications error to 127.0.0.1#5335: connection refused",
      "dial tcp: lookup registry.example on 127.0.0.1:53: read udp 127.0.0.1:40690->127.0.0.1:53: read: connection refused",
      "google.com: resolve call failed: Lookup failed due to system error: Connection refused",
    ],
  },
  {
    id: "server-unit-failed",
    weight: { fact: true, favours: ["dns-spof"] },
    pattern:
      /(?:unbound|named|bind9|dnsmasq|coredns|pihole-FTL|knot-resolver|kresd|pdns|pdns-recursor|technitium)\S*(?:\.service)?.*\b(?:failed|inactive|exited)\b/i,
    anchors: ["failed", "inactive", "exited"],
    examples: ["dnsmasq.service: Failed with result 'exit-code'."],
  },
  {
    id: "tailnet-resolver-silent",
    weight: { next: magic },
    pattern: /communications error to (?<server>100\.100\.100\.100)#53: timed out/,
    anchors: ["communications error to"],
    examples: [";; communications error to 100.100.100.100#53: timed out"],
  },
  {
    id: "server-silent",
    weight: { next: silent },
    pattern:
      /communications error to (?!100\.100\.100\.100#)(?<server>[\da-f.:]+)#(?<port>\d+): (?:timed out|end of file|host unreachable|network unreachable)|lookup (?<name>[\w.-]+)\.? on (?<server2>[\da-f.:[\]]+):53: .*(?:i\/o timeout|network is unreachable)|read udp [\d.:]+->(?<server3>[\d.]+):53: i\/o timeout/i,
    anchors: ["communications error to", "i/o timeout", "network is unreachable"],
    examples: [
      ";; communications error to 1.1.1.1#53: timed out",
      "dial tcp: lookup registry.example on 192.0.2.53:53: read udp 192.0.2.7:40690->192.0.2.53:53: i/o timeout",
    ],
  },
  {
    id: "no-server-reached",
    weight: { next: [...silent, ...magic] },
    pattern: /connection timed out; no servers could be reached/,
    anchors: ["no servers could be reached"],
    examples: [";; connection timed out; no servers could be reached"],
  },
  {
    id: "dig-gave-up",
    weight: { after: "the reason is in the lines before", next: silent },
    pattern: /^;; no servers could be reached/,
    anchors: ["no servers could be reached"],
    examples: [";; no servers could be reached"],
  },
  {
    id: "name-not-found",
    weight: { next: unknownName },
    pattern:
      /Temporary failure in name resolution|Name or service not known|nodename nor servname provided|getaddrinfo (?:EAI_AGAIN|ENOTFOUND) (?<name>[\w.-]+)|lookup (?<name2>[\w.-]+)(?: on [\d.:]+)?: (?:no such host|server misbehaving)|Could not resolve host: (?<name3>[\w.-]+)|Could not resolve '(?<name6>[\w.-]+)', server or network returned error|server can't find (?<name4>[\w.-]+): (?:SERVFAIL|REFUSED)|(?<name5>\S+): resolve call failed: (?:All attempts to contact name servers or networks failed|Query timed out|No appropriate name servers|Could not resolve|Lookup failed due to system error: (?!Connection refused))/,
    anchors: [
      "name resolution",
      "service not known",
      "servname provided",
      "getaddrinfo",
      "no such host",
      "server misbehaving",
      "could not resolve",
      "server can't find",
      "resolve call failed",
    ],
    examples: [
      "curl: (6) Could not resolve host: registry.example",
      "Error: getaddrinfo EAI_AGAIN registry.example:443",
      "ping: registry.example: Temporary failure in name resolution",
      "dial tcp: lookup registry.example: no such host",
      "status: resolve call failed: All attempts to contact name servers or networks failed",
    ],
  },
  {
    id: "server-failure",
    weight: { next: ["upstream-unreachable", "dnssec-fails", "dns-firewalled"] },
    pattern:
      /^dig answer status: SERVFAIL|\bServFail\b|Got SERVFAIL reply from (?<server>[\da-f.:]+)|not found: 2\(SERVFAIL\)/,
    anchors: ["servfail"],
    examples: [
      "dig answer status: SERVFAIL, ANSWER: 0, AUTHORITY: 0",
      ";; Got SERVFAIL reply from 192.0.2.53",
      "Host registry.example not found: 2(SERVFAIL)",
    ],
  },
  {
    id: "authority-unreachable",
    weight: { asks: ["upstream-unreachable", "dns-firewalled"] },
    pattern:
      /\bEDE: (?:22|23)\b|No Reachable Authority|SERVFAIL <(?<name>\S+) .*: (?:all the configured stub or forward servers failed|exceeded the maximum)/,
    anchors: ["ede: 2", "no reachable authority", "servfail <"],
    against: ["dnssec-fails"],
    examples: [
      "; EDE: 22 (No Reachable Authority): (at delegation example.org.)",
      "error: SERVFAIL <example.org. A IN>: all the configured stub or forward servers failed, at zone .",
    ],
  },
  {
    id: "validation-failed-proven",
    weight: { decides: "dnssec-fails" },
    pattern:
      /\bEDE: (?:6|7|8|9|10|12)\b|DNSSEC validation failed.*signature-expired|validation failure <(?<name>\S+) |DNSSEC validation failed due to invalid signature \[|broken trust chain resolving '(?<name2>[\w.-]+)|no valid signature found|got insecure response; parent indicates it should be secure|insecurity proof failed resolving|signature (?:expired|before inception date)|no valid RRSIG|RRSIG (?:has expired|validity period has not begun)/i,
    anchors: [
      "ede: 6",
      "ede: 7",
      "ede: 8",
      "ede: 9",
      "ede: 10",
      "ede: 12",
      "signature-expired",
      "validation failure <",
      "due to invalid signature",
      "broken trust chain",
      "no valid signature",
      "got insecure response",
      "insecurity proof",
      "signature expired",
      "before inception",
      "no valid rrsig",
      "rrsig has expired",
      "rrsig validity period",
    ],
    examples: [
      "; EDE: 7 (Signature Expired)",
      "info: validation failure <example.org. A IN>: signature before inception date",
      "example.org: resolve call failed: DNSSEC validation failed: signature-expired",
      "named[42]: broken trust chain resolving 'example.org/A/IN': 192.0.2.53#53",
      "named[42]: validating example.org/DNSKEY: verify failed due to bad signature (keyid=4242): RRSIG has expired",
      "named[42]: validating example.org/DNSKEY: verify failed due to bad signature (keyid=4242): RRSIG validity period has not begun",
    ],
  },
  {
    id: "validation-failed",
    weight: { asks: ["dnssec-fails", "dnssec-stripped"] },
    pattern:
      /(?:(?<name>[\w.-]+): resolve call failed: )?DNSSEC validation failed(?: for question (?<name2>[\w.-]+) IN \w+)?: (?!signature-expired)[\w-]+/,
    anchors: ["dnssec validation failed"],
    examples: [
      "registry.example: resolve call failed: DNSSEC validation failed: no-signature",
      "DNSSEC validation failed for question registry.example IN DS: failed-auxiliary",
    ],
  },
  {
    id: "answer-empty",
    weight: { asks: ["no-record", "dns-empty-answers", "dns-cutover"] },
    pattern: /^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0/,
    anchors: ["status: noerror"],
    examples: ["dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0"],
  },
  {
    id: "no-such-record",
    weight: { asks: ["no-record", "dns-empty-answers"] },
    pattern: /(?<name>\S+): resolve call failed: .*does not have any RR of the requested type/,
    anchors: ["rr of the requested type"],
    examples: [
      "google.com: resolve call failed: 'google.com' does not have any RR of the requested type",
      "wifi.example: resolve call failed: Name 'wifi.example' does not have any RR of the requested type",
    ],
  },
  {
    id: "answer-with-authority",
    weight: { fact: true },
    pattern: /^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: [1-9]/,
    anchors: ["status: noerror"],
    against: ["dns-empty-answers"],
    examples: ["dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 1"],
  },
  {
    id: "question-asked",
    weight: { fact: true },
    pattern: /^;(?<name>[\w-][\w.-]*\.)\s+IN\s+[A-Z]+$/,
    anchors: ["\tin\t", " in  ", " in a", " in m", " in n", " in s"],
    examples: [";registry.example.\t\tIN\tAAAA"],
  },
  {
    id: "server-asked",
    weight: { fact: true },
    pattern: /^;; SERVER: (?!127\.0\.0\.5[34])(?<server>[\da-f.:]+)#(?<port>\d+)/,
    anchors: [";; server:"],
    examples: [";; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)"],
  },
  {
    id: "tailnet-resolver",
    weight: { fact: true, favours: magic },
    pattern: /^nameserver 100\.100\.100\.100|;; SERVER: 100\.100\.100\.100#|@100\.100\.100\.100\b/,
    anchors: ["100.100.100.100"],
    examples: ["nameserver 100.100.100.100"],
  },
  {
    id: "tailnet-without-upstream",
    weight: { decides: "magicdns-no-upstream" },
    pattern: /no upstream resolvers set, returning SERVFAIL|due to missing upstream nameservers/,
    anchors: ["no upstream resolvers", "missing upstream nameservers"],
    against: ["dns-firewalled", "magicdns-amplification"],
    examples: ["dns: resolver: forward: no upstream resolvers set, returning SERVFAIL"],
  },
];
