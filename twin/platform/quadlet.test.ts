import { address, fill, inRig, ScenarioError } from "drillbook";
import { describe, expect, it } from "vitest";
import type { Component } from "./definition.ts";
import { quadletUnit } from "./quadlet.ts";

const component: Component = {
  name: "test",
  service: "test",
  node: "rift",
  image: "registry.example/test:v1",
  network: "bridge",
  ports: [{ on: "loopback", hostPort: 1080, containerPort: 8080, protocol: "tcp" }],
  listens: [],
  volumes: ["/srv/test:/srv/test"],
  user: undefined,
  restart: "unless-stopped",
  args: ["server", "--config", "/srv/test/test.toml"],
  stage: 2,
  stageReason: "It needs names.",
  needs: [],
  healthUrl: "http://127.0.0.1:1080/v1/health",
  healthCa: undefined,
  dataDir: "/srv/test",
  databaseFile: undefined,
};
const unit = (change: Partial<Component> = {}, others: readonly Component[] = []): string =>
  fill(
    quadletUnit({ ...component, ...change }, others).content,
    inRig(({ network }) => network.toUpperCase()),
  );
const linesOf = (text: string, key: string): string[] =>
  text.split("\n").filter((line) => line.startsWith(`${key}=`));

describe("quadletUnit", () => {
  it("is named after the container", () => {
    expect(quadletUnit(component, []).fileName).toBe("test.container");
    expect(linesOf(unit(), "ContainerName")).toEqual(["ContainerName=test"]);
  });

  it("waits for every earlier stage of its machine, and for what it needs", () => {
    const first = { ...component, name: "first", stage: 1 };
    const sibling = { ...component, name: "sibling" };
    const elsewhere = { ...first, name: "elsewhere", node: "svc" };
    const text = unit({ needs: ["sibling"] }, [sibling, { ...component, name: "other" }, first, elsewhere]);
    expect(linesOf(text, "After")).toEqual(["After=first.service sibling.service"]);
    expect(linesOf(text, "Requires")).toEqual(["Requires=first.service sibling.service"]);
    expect(unit({}, [sibling])).not.toMatch(/After=|Requires=/);
  });

  it("keeps an address as a placeholder, and spells every protocol out", () => {
    const port = { on: "lan", hostPort: 53, containerPort: 53, protocol: "udp" } as const;
    const { content } = quadletUnit({ ...component, ports: [port] }, []);
    expect(content).toContainEqual(address("rift", "lan"));
    expect(unit({ ports: [port] })).toContain("PublishPort=LAN:53:53/udp\n");
    expect(unit()).toContain("PublishPort=127.0.0.1:1080:8080/tcp\n");
  });

  it("shares the host's network, and sets the user", () => {
    const text = unit({ network: "host", ports: [], listens: [443], user: "0:0" });
    expect(text).toContain("Network=host\nUser=0\nGroup=0\n");
    expect(text).not.toContain("PublishPort");
    expect(unit()).not.toMatch(/^(Network|User|Group)=/m);
  });

  it.each([
    ["unless-stopped", "always"],
    ["always", "always"],
    ["on-failure", "on-failure"],
    ["no", "no"],
  ] as const)("says %s in systemd's words", (restart, word) => {
    const text = unit({ restart });
    expect(linesOf(text, "Restart")).toEqual([`Restart=${word}`]);
    expect(text.includes("RestartMode=direct")).toBe(restart !== "no");
    expect(text.includes("StartLimitIntervalSec=0")).toBe(restart !== "no");
  });

  it("hands every argument on as it is", () => {
    expect(linesOf(unit({ args: ["--title", "it's $HOME", "100%"] }), "Exec")).toEqual([
      `Exec=--title "it's $$HOME" '100%%'`,
    ]);
    expect(linesOf(unit({ args: [] }), "Exec")).toEqual([]);
  });

  it.each(["", ";"])("refuses the argument %j, which Quadlet would lose", (arg) => {
    expect(() => unit({ args: ["a", arg, "b"] })).toThrow(ScenarioError);
    expect(() => unit({ args: ["a", arg] })).toThrow(`it has the argument "${arg}"`);
  });

  it("is starting until its health answers, or a minute has passed", () => {
    expect(linesOf(unit(), "TimeoutStartSec")).toEqual(["TimeoutStartSec=60"]);
    const [wait] = linesOf(unit({ healthCa: "/etc/my ca.pem" }), "ExecStartPost");
    expect(wait).toContain("curl --silent --fail-with-body --max-time 2");
    expect(wait).toContain("http://127.0.0.1:1080/v1/health");
    expect(wait).toContain("'/etc/my ca.pem'");
    expect(wait).toContain("%%{http_code}");
    expect(wait).toContain("$$MAINPID");
  });

  it("compares the answer of gRPC, and writes the reason of curl to the journal", () => {
    const text = unit({ healthUrl: "grpcs://127.0.0.1:9555", healthCa: "/etc/ca.pem" });
    const [wait] = linesOf(text, "ExecStartPost");
    expect(wait).toContain("curl --silent --show-error --max-time 2 --cacert /etc/ca.pem ");
    expect(wait).toContain(
      String.raw` | tr '\\0\\1\\2\\10' 0128; } 2>&1); [ \"$$now\" = 0000281 ]; do [ \"$$now\" = `,
    );
  });
});
