import type Docker from "dockerode";
import { expect, test } from "vitest";
import { releases } from "../images/releases.ts";
import { systemdSettings } from "./systemd-settings.ts";

// What Docker 20.10 and Podman 4.3 answer to GET /info, of it.
const engineOn = (CgroupVersion: string) => ({
  docker: { info: async () => ({ CgroupVersion }) } as unknown as Docker,
});

test.each(["bookworm", "forky"] as const)(
  "the systemd of %s makes itself control groups of version 2, on a host of version 1 alone",
  async (name) => {
    const own = {
      env: ["DRILLBOOK_CGROUP2=own"],
      agentBefore: ["/usr/lib/drillbook/join-cgroup2"],
    };
    expect(await systemdSettings(engineOn("1"), releases[name])).toEqual(own);
    expect(await systemdSettings(engineOn("2"), releases[name])).toEqual({ env: [], agentBefore: [] });
  },
);

test("that of trixie takes what the host has", async () => {
  expect(await systemdSettings(engineOn("1"), releases.trixie)).toEqual({ env: [], agentBefore: [] });
});
