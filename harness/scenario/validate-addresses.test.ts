import { expect, test } from "vitest";
import type { DnsQuery } from "../probes/dns/value.ts";
import type { HttpProbe } from "../probes/http/value.ts";
import type { Lookup } from "../probes/lookup/value.ts";
import { check } from "./check.ts";
import { machine } from "./machine.ts";
import { match } from "./match.ts";
import type { Probe } from "./probe.ts";
import { procedure, type Scenario, scenario } from "./scenario.ts";
import { step } from "./step.ts";
import { address, type Text } from "./text.ts";
import { problemsOf } from "./validate.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });
const alive = check("it is alive", rift.root.sh`true`);
const doIt = step("Do it", { why: "because", run: rift.root.sh`true`, verify: alive });

const valid = scenario({
  ...{ id: "some-incident", title: "Something broke", source: "a test", summary: "It broke." },
  rig: { networks: [{ name: "lan", subnet: "192.0.2.0/24" }], machines: [rift.spec], setup: [], samples: [] },
  steady: [alive],
  fault: [doIt],
  symptoms: [alive],
  procedures: { mend: procedure({ title: "Mend it", summary: "", steps: [doIt] }) },
  checklist: [alive],
});

const changed = (change: Partial<Scenario>): string[] => problemsOf({ ...valid, ...change });
const rigWith = (change: Partial<Scenario["rig"]>): string[] => changed({ rig: { ...valid.rig, ...change } });

const moon = address("rift", "moon");
const noAddress = 'machine "rift" has no address on network "moon"';

const dns = (server: Text, answers: readonly Text[]): DnsQuery => ({
  ...{ kind: "dns", machine: "rift", name: "mcq.example", type: "A", server, port: 53, protocol: "udp" },
  ...{ timeoutMs: 1000, expect: { rcode: "NOERROR", answers } },
});
const http: HttpProbe = {
  ...{ kind: "http", machine: "rift", url: ["https://", moon, ":8443/v1/health"], method: "GET" },
  ...{ timeoutMs: 1000, expect: { status: 200, body: match("ok") } },
};
const lookup: Lookup = {
  ...{ kind: "lookup", machine: "rift", name: "mcq.example", family: 4, timeoutMs: 1000 },
  expect: { paths: "alike", addresses: [[moon]] },
};

test.each<readonly [string, Probe]>([
  ["in a command", rift.root.sh`ping ${moon}`],
  ["in a command's input", rift.root.sh`cat`.withInput([moon])],
  ["in what a command prints", rift.root.sh`cat /etc/hosts`.printsExactly([moon])],
  ["as a DNS server", dns([moon], [["192.0.2.10"]])],
  ["as a DNS answer", dns(["192.0.2.10"], [[moon]])],
  ["in a URL", http],
  ["as what programs find", lookup],
])("an address that no machine has is found %s", (_, probe) => {
  expect(changed({ checklist: [alive, check("x", probe)] })).toEqual([`checklist › check 2: ${noAddress}`]);
});

test("an address that no machine has is found in a file that a step puts", () => {
  const run = rift.put("/etc/resolv.conf", { content: ["nameserver ", moon] });
  const put = step("Put a file", { why: "because", run, verify: alive });
  expect(changed({ fault: [put] })).toEqual([`fault › step 1 › action 1: ${noAddress}`]);
});

const rigAt = (lan: string): string[] =>
  rigWith({ machines: [machine("rift", { addresses: { lan } }).spec] });

test.each([
  ["192.0.2.0/24", "192.0.2.1"],
  ["192.0.2.0/24", "192.0.2.254"],
  ["192.0.2.64/26", "192.0.2.126"],
  ["198.51.100.0/24", "198.51.100.1"],
  ["203.0.113.0/24", "203.0.113.1"],
])("a documentation address in its network %s is accepted: %s", (subnet, ip) => {
  const machines = [machine("rift", { addresses: { lan: ip } }).spec];
  expect(rigWith({ networks: [{ name: "lan", subnet }], machines })).toEqual([]);
});

test.each(["192.0.2.0", "192.0.2.255"])(
  "the first and the last address of a network are refused: %s",
  (ip) => {
    expect(rigAt(ip)).toEqual([
      `machine rift: ${ip} is the first or the last address of "lan", which no machine can have`,
    ]);
  },
);

test.each(["192.0.2.999", "banana", "192.0.2", "::1", "192.0.2.1/24"])("%s is no address", (ip) => {
  expect(rigAt(ip)).toEqual([`machine rift: "${ip}" is no IPv4 address`]);
});

test("an address of another network, and one that two machines have", () => {
  expect(rigAt("198.51.100.1")).toEqual(['machine rift: 198.51.100.1 is not in the subnet of "lan"']);
  const machines = ["rift", "orion"].map((name) => machine(name, { addresses: { lan: "192.0.2.10" } }).spec);
  expect(rigWith({ machines })).toEqual(["machine orion: 192.0.2.10 is the address of rift, too"]);
});

test.each(["banana", "192.0.2.0", "192.0.2.0/33", "192.0.2.0/31", "192.0.2.300/24", ""])(
  "%j is no subnet",
  (subnet) => {
    expect(rigWith({ networks: [{ name: "lan", subnet }] })).toEqual([
      `network lan: "${subnet}" is no subnet; write one such as "192.0.2.0/24"`,
    ]);
  },
);

test("a subnet of the real platform is refused", () => {
  expect(rigWith({ networks: [{ name: "lan", subnet: "192.168.88.0/24" }] })[0]).toBe(
    "network lan: 192.168.88.0/24 is not of documentation addresses (RFC 5737)",
  );
});

test.each(["my host", "a/b", "a\nb", "Rift", "x".repeat(64), "-rift", ""])(
  "no machine is named %j",
  (name) => {
    const problems = rigWith({
      machines: [...valid.rig.machines, machine(name, { addresses: { lan: "192.0.2.11" } }).spec],
    });
    expect(problems).toEqual([expect.stringMatching(/^rig: ".*" is no name for a machine or a network; /s)]);
  },
);

test.each(["../../etc", "by-hand/agent", "Two Words", ""])("no procedure is named %j", (name) => {
  const mend = procedure({ title: "Mend it", summary: "", steps: [doIt] });
  expect(changed({ procedures: { [name]: mend } })[0]).toMatch(/^procedure ".*": is no name; /);
});

test("a list of texts has nothing else in it", () => {
  expect(changed({ never: [null as unknown as string] })).toEqual(["never › 1: is not a text"]);
});

test.each([
  ["of the real platform", "192.168.88.181"],
  ["before the first range", "192.0.1.10"],
  ["after the first range", "192.0.3.10"],
  ["that begins like the first range", "192.0.20.1"],
  ["after the second range", "198.51.101.1"],
  ["that begins like the second range", "198.51.10.0"],
  ["before the third range", "203.0.112.1"],
  ["that begins like the third range", "203.0.11.3"],
  ["that has a range in its middle", "10.192.0.2"],
])("an address %s is refused in a rig: %s", (_, ip) => {
  expect(rigAt(ip)).toEqual([`machine rift: ${ip} is not a documentation address (RFC 5737)`]);
});

test("an address without a machine must be IPv4, and no machine's", () => {
  const otherAddresses = { google: "(google)", "192.0.2.10": "(rift)", "192.0.2.99": "(other)" };
  expect(rigWith({ otherAddresses })).toEqual([
    'rig otherAddresses: "google" is no IPv4 address',
    "rig otherAddresses: 192.0.2.10 is the address of rift",
  ]);
});
