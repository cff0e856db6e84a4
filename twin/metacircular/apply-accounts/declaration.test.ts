import { describe, expect, it } from "vitest";
import { accountsToml } from "../accounts.ts";
import { parseDeclaration } from "./declaration.ts";

const parse = (toml: string) => parseDeclaration(toml, "accounts.toml");

describe("parseDeclaration", () => {
  it("reads the platform's own declaration", () => {
    expect(parse(accountsToml)).toEqual([
      {
        name: "mcp",
        uid: 995,
        gid: 988,
        group: "mcp",
        home: "/srv/mcp",
        shell: "/usr/sbin/nologin",
        linger: true,
        subuid: "100000:65536",
        subgid: "100000:65536",
        extraGroups: ["systemd-journal"],
      },
    ]);
  });

  const bad = (from: string, to: string) => () => parse(accountsToml.replace(from, to));

  it.each([
    [
      "a UID that is no number",
      "uid = 995",
      'uid = "x"',
      'accounts.toml: users: mcp: uid is "x"; write a whole number from 1',
    ],
    [
      "a line break in the home",
      '"/srv/mcp"',
      '"/srv\\nroot:x:0"',
      'home is "/srv\\nroot:x:0"; write an absolute path',
    ],
    [
      "a subuid that is no range",
      'subuid = "100000:65536"',
      'subuid = "all"',
      'subuid is "all"; write subuid = "100000:65536"',
    ],
    ["an unknown key", "linger", "lingers", "lingers is not a known key"],
    ["text that is no TOML", "uid = 995", "uid = ", "accounts.toml: is not TOML:"],
  ])("refuses %s", (_, from, to, expected) => {
    expect(bad(from, to)).toThrow(expected);
  });

  it("refuses a UID that two of its users have", () => {
    const two = `${accountsToml}\n[users.other]\nuid = 995\ngid = 7\nhome = "/srv/other"\n`;
    expect(() => parse(two)).toThrow(
      "accounts.toml: mcp and other both have UID 995; give one of them another",
    );
  });
});
