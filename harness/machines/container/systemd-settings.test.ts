import type Docker from "dockerode";
import { expect, test } from "vitest";
import { releases } from "../images/releases.ts";
import { systemdSettings } from "./systemd-settings.ts";

// What Docker 20.10 and Podman 4.3 answer to GET /info, of it.
const engineOn = (CgroupVersion: string) => ({
  docker: { info: async () => ({ CgroupVersion }) } as unknown as Docker,
});

test.each(["4.3", "5.8"] as const)(
  "the systemd of podman %s makes itself control groups of version 2, on a host of version 1 alone",
  async (podman) => {
    const own = {
      versions: { podman },
      env: ["DRILLBOOK_CGROUP2=own"],
      agentBefore: ["/usr/lib/drillbook/join-cgroup2"],
    };
    expect(await systemdSettings(engineOn("1"), releases[podman])).toEqual(own);
    expect(await systemdSettings(engineOn("2"), releases[podman])).toEqual({
      versions: { podman },
      env: [],
      agentBefore: [],
    });
  },
);

test("that of podman 5.4 takes what the host has", async () => {
  const none = { versions: { podman: "5.4" }, env: [], agentBefore: [] };
  expect(await systemdSettings(engineOn("1"), releases["5.4"])).toEqual(none);
});
