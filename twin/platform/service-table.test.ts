import { address, inRig } from "drillbook";
import { describe, expect, it } from "vitest";
import type { Component } from "./definition.ts";
import { serviceRows, serviceTable } from "./service-table.ts";

const component: Component = {
  name: "mcns",
  service: "mcns",
  node: "rift",
  image: "registry.example/mcns:v1",
  network: "bridge",
  ports: [
    { on: "lan", hostPort: 53, containerPort: 53, protocol: "tcp" },
    { on: "lan", hostPort: 53, containerPort: 53, protocol: "udp" },
    { on: "tailnet", hostPort: 54, containerPort: 53, protocol: "udp" },
    { on: "loopback", hostPort: 38443, containerPort: 8443, protocol: "tcp" },
  ],
  listens: [],
  volumes: [],
  user: "0:0",
  restart: "always",
  args: ["server", "a|b c"],
  stage: 1,
  stageReason: "Names first.",
  needs: [],
  healthUrl: "https://127.0.0.1:38443/v1/health",
  healthCa: undefined,
  dataDir: "/srv/mcns",
  databaseFile: undefined,
};
const host: Component = {
  ...component,
  name: "mc-proxy",
  stage: 2,
  network: "host",
  ports: [],
  listens: [443, 8443],
  user: undefined,
  args: [],
};

describe("serviceRows", () => {
  it("goes by stage, keeps addresses as placeholders, and names a port's protocols once", () => {
    const [first, second] = serviceRows([host, component]);
    expect(first?.ports).toEqual([
      address("rift", "lan"),
      ":53→53 tcp+udp",
      ", ",
      address("rift", "tailnet"),
      ":54→53 udp",
      ", ",
      "127.0.0.1",
      ":38443→8443",
    ]);
    expect(first?.user).toBe("0:0");
    expect(second).toMatchObject({ container: "mc-proxy", stage: "2", ports: ["(443, 8443)"], user: "" });
  });
});

describe("serviceTable", () => {
  it("is a table of markdown", () => {
    expect(
      serviceTable(
        [component, host],
        inRig(({ network }) => network.toUpperCase()),
      ),
    ).toBe(
      [
        "| stage | container | image                    | network | ports                                                      | user | arguments       |",
        "|-------|-----------|--------------------------|---------|------------------------------------------------------------|------|-----------------|",
        "| 1     | mcns      | registry.example/mcns:v1 | bridge  | LAN:53→53 tcp+udp, TAILNET:54→53 udp, 127.0.0.1:38443→8443 | 0:0  | server 'a\\|b c' |",
        "| 2     | mc-proxy  | registry.example/mcns:v1 | host    | (443, 8443)                                                |      |                 |",
        "",
      ].join("\n"),
    );
  });
});
