import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadTailnetConfig } from "./config.ts";

const load = (text: string) => {
  const file = join(mkdtempSync(join(tmpdir(), "tailnetd-")), "tailnet.toml");
  try {
    writeFileSync(file, text);
    return loadTailnetConfig(file);
  } finally {
    rmSync(join(file, ".."), { recursive: true });
  }
};

const whole = 'address = "198.51.100.30"\nnameservers = ["198.51.100.10"]\ndomains = ["~."]\n';

test("says where it listens, whom it asks, and for what", () => {
  expect(load(whole)).toEqual({
    address: "198.51.100.30",
    nameservers: ["198.51.100.10"],
    domains: ["~."],
    peers: [],
  });
  const peer = '[[peers]]\nname = "rift.platform.ts.net"\naddress = "198.51.100.10"\n';
  expect(load(whole + peer).peers).toEqual([{ name: "rift.platform.ts.net", address: "198.51.100.10" }]);
});

test.each([
  ["address", whole.replace("198.51.100.30", "vade"), /address is no IPv4 address/],
  ["nameservers", whole.replace('["198.51.100.10"]', "[]"), /nameservers is not a list of IPv4 addresses/],
  ["domains", whole.replace("~.", "~all names"), /domains is not a list of domains/],
  [
    "a peer",
    `${whole}[[peers]]\nname = "rift"\naddress = "198.51.100.10"\n`,
    /name is no name below ts\.net/,
  ],
  ["a key", `${whole}domain = "x"\n`, /domain/],
])("wrong in %s is told in one line", (_, text, message) => {
  expect(() => load(text)).toThrow(message);
});
