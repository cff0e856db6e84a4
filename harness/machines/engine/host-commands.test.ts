import { expect, test } from "vitest";
import { findCommand, isDebianLike, missingOf } from "./host-commands.ts";

test.each([
  ['ID=debian\nVERSION_ID="12"', true],
  ["ID=ubuntu\nID_LIKE=debian", true],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
  ["ID=fedora", false],
  ["ID=nixos\nNAME=debian", false],
  ["", false],
])("%j is Debian-like: %s", (osRelease, expected) => {
  expect(isDebianLike(osRelease)).toBe(expected);
});

test("a command is found in PATH, and in the places that only root has in it", () => {
  expect(findCommand("sh", "/nowhere:/bin")).toBe("/bin/sh");
  expect(findCommand("chroot", "")).toMatch(/sbin\/chroot$/);
});

test("what is missing is named with its packages", () => {
  const absent = { command: "no-such-command", packages: ["some-package"], for: "a test" };
  const present = { command: "sh", packages: ["dash"], for: "a test" };
  expect(missingOf([absent, present])).toEqual([absent]);
});
