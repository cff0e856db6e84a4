import { expect, test } from "vitest";
import { HostNotReadyError } from "../../errors.ts";
import { idsOf, requireIds } from "./subordinate-ids.ts";

const user = { name: "ops", uid: 1000 };
const podman = { name: "Podman 5.4.2, rootless", rootless: true, podman: true };

test("ranges count under the name and under the number, and other users' do not", () => {
  expect(idsOf("root:1:9\nops:100000:65536\n1000:300000:200000\nopsy:1:5\n", user)).toBe(265_536);
  expect(idsOf("", user)).toBe(0);
});

// What useradd of Debian gives an account: the ranges of accounts inside the machine do not lie in it.
test("the range that useradd gives is too small for a machine, and the message says what to do", () => {
  const refused = () => requireIds(podman, user, () => "ops:100000:65536\n");
  expect(refused).toThrow(HostNotReadyError);
  expect(refused).toThrow("too few user and group ids");
  try {
    refused();
  } catch (error) {
    const { facts } = error as HostNotReadyError;
    expect(facts.got).toBe("Podman 5.4.2, rootless: 65536 in /etc/subuid, 65536 in /etc/subgid");
    expect(facts.next).toMatch(/^sudo usermod --add-subuids .* ops && podman system migrate$/);
  }
});

test("one of the two files alone is not enough", () => {
  const ranges = (file: string) => (file === "/etc/subuid" ? "ops:100000:200000\n" : "ops:100000:65536\n");
  expect(() => requireIds(podman, user, ranges)).toThrow("too few user and group ids");
});

test("200000 ids are enough, and root's engine needs none", () => {
  requireIds(podman, user, () => "ops:100000:200000\n");
  requireIds({ ...podman, rootless: false }, user, () => "");
});

test("rootless Docker is restarted instead", () => {
  const docker = { name: "Docker 26.1.5, rootless", rootless: true, podman: false };
  try {
    requireIds(docker, user, () => "");
    expect.unreachable();
  } catch (error) {
    expect((error as HostNotReadyError).facts.next).toContain("systemctl --user restart docker");
  }
});
