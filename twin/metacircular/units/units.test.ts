import { describe, expect, it } from "vitest";
import { edgeUnit, mciasUnit, mcpAgentUnit, PODMAN_PATH, publicDnsUnit } from "./units.ts";

/** The settings of a unit, without comments. */
const settings = (unit: string): readonly string[] =>
  unit.split("\n").filter((line) => line.includes("=") && !line.startsWith("#"));

const others = { mcias: mciasUnit(), edge: edgeUnit(), dns: publicDnsUnit() };

describe("the unit of mcp-agent", () => {
  const agent = settings(mcpAgentUnit(850, PODMAN_PATH));

  it("has its UID and PATH everywhere", () => {
    expect(agent).toContain("After=network-online.target user@850.service");
    expect(agent).toContain("Environment=XDG_RUNTIME_DIR=/run/user/850");
    expect(agent).toContain(`Environment=PATH=${PODMAN_PATH}`);
    expect(agent.filter((line) => /@[A-Z]+@/.test(line))).toEqual([]);
  });

  it("leaves containers alone when it restarts", () => {
    expect(agent).toContain("KillMode=process");
  });

  it.each([
    "NoNewPrivileges",
    "PrivateDevices",
    "ProtectKernelTunables",
    "ProtectHome",
    "PrivateTmp",
    "RestrictSUIDSGID",
  ])("has no %s, which breaks rootless podman", (name) => {
    expect(agent.filter((line) => line.startsWith(`${name}=`))).toEqual([]);
  });
});

describe("every unit", () => {
  it("runs as mcp and starts again", () => {
    for (const unit of [mcpAgentUnit(850, PODMAN_PATH), ...Object.values(others)]) {
      expect(settings(unit)).toEqual(expect.arrayContaining(["User=mcp", "Restart=on-failure"]));
    }
  });

  it("that listens below 1024 may do that and nothing else", () => {
    for (const unit of [others.edge, others.dns]) {
      expect(settings(unit)).toContain("AmbientCapabilities=CAP_NET_BIND_SERVICE");
    }
    expect(settings(others.mcias)).toContain("CapabilityBoundingSet=");
  });
});
