import { existsSync } from "node:fs";
import { addressesIn } from "drillbook";
import { describe, expect, it } from "vitest";
import { riftProvision } from "./provision-rift.ts";
import { service } from "./services.ts";

const items = riftProvision({ components: ["mcns", "mcr-api", "mcq"].map(service), whole: false });
const commands = items.flatMap((item) =>
  item.kind === "command" ? [`${item.user}: ${item.script.join("")}`] : [],
);
const files = items.flatMap((item) => (item.kind === "file" ? [item] : []));
const LIBRARY = "/usr/local/lib/metacircular";

describe("riftProvision", () => {
  it("makes the account before anything is owned by it", () => {
    const account = items.findIndex(
      (item) => item.kind === "command" && item.script.join("") === "apply-accounts",
    );
    const owned = items.findIndex((item) => item.kind === "file" && item.owner.startsWith("mcp"));
    expect(account).toBeGreaterThan(-1);
    expect(owned).toBeGreaterThan(account);
  });

  it("builds every image as the account, by the name that its definition gives", () => {
    expect(commands.filter((command) => command.includes("build-service-image"))).toEqual([
      `mcp: ${LIBRARY}/build-service-image.sh mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 ${LIBRARY}/images/mcns`,
      `mcp: ${LIBRARY}/build-service-image.sh mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 ${LIBRARY}/images/mcr`,
      `mcp: ${LIBRARY}/build-service-image.sh mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 ${LIBRARY}/images/mcq`,
    ]);
  });

  it("gives certificates to what serves HTTPS, and to nothing else", () => {
    const [line] = commands.filter((command) => command.includes("make-certificates"));
    expect(line).toBe(
      `root: ${LIBRARY}/make-certificates.sh mcp /srv/mcns:mcns.svc.mcp.metacircular.net,ns.mcp.metacircular.net /srv/mcr:mcr.svc.mcp.metacircular.net`,
    );
  });

  it("bundles programs that exist", () => {
    const programs = files.flatMap(({ content }) => ("bundleOf" in content ? [content.bundleOf] : []));
    expect(programs).toHaveLength(4);
    for (const program of programs) expect(existsSync(program), program).toBe(true);
  });

  it("writes no address: the rig fills them in", () => {
    const config = files.find(({ path }) => path === "/srv/mcns/mcns.toml")?.content ?? [];
    const text = JSON.stringify(config);
    expect("bundleOf" in config ? [] : addressesIn(config)).toHaveLength(13);
    expect(text).not.toMatch(/192\.168|100\.95/);
  });

  it("makes nothing that only an incident's recovery may make", () => {
    expect(commands.filter((command) => command.includes("podman run"))).toEqual([]);
  });
});
