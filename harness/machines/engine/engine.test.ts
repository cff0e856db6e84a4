import type Docker from "dockerode";
import { afterEach, expect, test, vi } from "vitest";
import { requireControlGroups } from "./control-groups.ts";
import { isPodman, nameOf, traitsOf } from "./engine.ts";

const answering = (version: object) => ({ version: async () => version }) as unknown as Docker;

// What Debian's docker.io 20.10.24 and podman 4.3.1 answer to GET /version.
test.each([
  ["Docker 20.10.24+dfsg1", false, { Version: "20.10.24+dfsg1", Components: [{ Name: "Engine" }] }],
  ["Podman 4.3.1", true, { Version: "4.3.1", Components: [{ Name: "Podman Engine", Version: "4.3.1" }] }],
])("%s is told from its answer", async (name, podman, version) => {
  expect(await nameOf(answering(version))).toBe(name);
  expect(isPodman(name)).toBe(podman);
});

afterEach(() => vi.useRealTimers());

// An emulated host: systemd started Podman 5.4.2 at its socket, and its first answer to /version took longer than 30 s.
test("an engine that has just been started has a minute for its first answers", async () => {
  vi.useFakeTimers();
  const after = async <T>(answer: T): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, 55_000));
    return answer;
  };
  const docker = {
    version: () => after({ Version: "5.4.2", Components: [{ Name: "Podman Engine", Version: "5.4.2" }] }),
    info: () => after({ CgroupDriver: "systemd" }),
  } as unknown as Docker;
  const both = Promise.all([nameOf(docker), traitsOf(docker)]);
  both.catch(() => {});
  await vi.advanceTimersByTimeAsync(56_000);
  expect(await both).toMatchObject(["Podman 5.4.2", { givesCgroups: true }]);
});

const informed = (info: object) => ({ info: async () => info }) as unknown as Docker;

// Docker 26.1 started by hand as a user who is not root; in a machine systemd said "Failed to create /init.scope control
// group: Read-only file system" and ended.
test("rootless Docker without systemd has no control groups, and is refused with what to do", async () => {
  const options = ["name=seccomp,profile=builtin", "name=rootless", "name=cgroupns"];
  const traits = await traitsOf(
    informed({ CgroupDriver: "none", CgroupVersion: "2", SecurityOptions: options }),
  );
  expect(traits).toEqual({ isPrivate: false, rootless: true, cgroupVersion: "2", givesCgroups: false });
  const refused = () => requireControlGroups({ name: "Docker 26.1.5, rootless", ...traits });
  expect(refused).toThrow("no control groups");
});

test.each(["systemd", "cgroupfs"])("an engine with the driver %s is not", async (CgroupDriver) => {
  const traits = await traitsOf(informed({ CgroupDriver, Labels: ["drillbook.private=1"] }));
  expect(traits).toEqual({
    isPrivate: true,
    rootless: false,
    cgroupVersion: undefined,
    givesCgroups: true,
  });
  requireControlGroups({ name: "Docker", ...traits });
});
