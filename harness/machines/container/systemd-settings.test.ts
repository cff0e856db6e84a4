import type Docker from "dockerode";
import { expect, test } from "vitest";
import { releases } from "../images/releases.ts";
import { systemdSettings } from "./systemd-settings.ts";

// What Docker 20.10 and Podman 4.3 answer to GET /info, of it.
const engineOn = (CgroupVersion: string) => ({
  docker: { info: async () => ({ CgroupVersion }) } as unknown as Docker,
});

test("a systemd that refuses control groups of version 1 makes its own, on such a host alone", async () => {
  const own = {
    podman: "5.8",
    env: ["DRILLBOOK_CGROUP2=own"],
    agentBefore: ["/usr/lib/drillbook/join-cgroup2"],
  };
  expect(await systemdSettings(engineOn("1"), releases["5.8"])).toEqual(own);
  expect(await systemdSettings(engineOn("2"), releases["5.8"])).toMatchObject({ env: [], agentBefore: [] });
});

test.each(["4.3", "5.4"] as const)("that of podman %s takes what the host has", async (podman) => {
  expect(await systemdSettings(engineOn("1"), releases[podman])).toEqual({
    podman,
    env: [],
    agentBefore: [],
  });
});
