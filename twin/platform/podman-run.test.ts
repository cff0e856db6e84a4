import { fill, inRig } from "drillbook";
import { describe, expect, it } from "vitest";
import type { Component } from "./definition.ts";
import { parseDefinition } from "./parse.ts";
import { podmanRunArgs, podmanRunLine } from "./podman-run.ts";

const component = (own: string): Component => {
  const toml = `
name = "test"
node = "rift"
data_dir = "/srv/test"
[[components]]
name = "test"
image = "registry.example/test:v1"
stage = 2
stage_reason = "It needs names."
restart = "unless-stopped"
health = "https://rift.example/v1/health"
volumes = ["/srv/test:/srv/test"]
${own}
`;
  const [found] = parseDefinition(toml, "test.toml").components;
  if (found === undefined) throw new Error("no component");
  return found;
};

const line = (own: string): string =>
  fill(
    podmanRunLine(component(own)),
    inRig(({ machine, network }) => `${machine}-${network}`),
  );

const START = "podman run -d --name test --restart unless-stopped";

describe("podmanRunLine", () => {
  it("shares the host's network and publishes nothing there, as mc-proxy does", () => {
    expect(line('network = "host"\nlistens = [443, 8443, 9443]')).toBe(
      `${START} --network host -v /srv/test:/srv/test registry.example/test:v1`,
    );
  });

  it("sets the user, as for mcr-web", () => {
    expect(line('network = "bridge"\nuser = "0:0"\nports = ["loopback:28080:8080"]')).toBe(
      `${START} --user 0:0 -v /srv/test:/srv/test -p 127.0.0.1:28080:8080 registry.example/test:v1`,
    );
  });

  it("spells tcp out only beside udp", () => {
    expect(line('network = "bridge"\nports = ["lan:53:53/tcp", "lan:53:53/udp", "tailnet:80:80"]')).toBe(
      `${START} -v /srv/test:/srv/test -p rift-lan:53:53/tcp -p rift-lan:53:53/udp -p rift-tailnet:80:80 registry.example/test:v1`,
    );
  });

  it("quotes what a shell would read", () => {
    expect(line('network = "bridge"\nargs = ["--title", "it\'s $HOME"]')).toContain(
      `--title 'it'\\''s $HOME'`,
    );
  });
});

describe("podmanRunArgs", () => {
  it("keeps an address as a placeholder, one text an argument", () => {
    const args = podmanRunArgs(component('network = "bridge"\nports = ["lan:53:53/udp"]'));
    expect(args.slice(-3)).toEqual([
      ["-p"],
      [{ kind: "address", machine: "rift", network: "lan" }, ":53:53/udp"],
      ["registry.example/test:v1"],
    ]);
  });
});
