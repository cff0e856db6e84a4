import { describe, expect, it } from "vitest";
import { podmanRunLine } from "#harness/platform/podman-run.ts";
import { fill } from "#harness/scenario/text.ts";
import { definitions, service } from "./services.ts";

const line = (name: string): string =>
  fill(podmanRunLine(service(name)), ({ network }) => network.toUpperCase());

const REGISTRY = "mcr.svc.mcp.metacircular.net:8443";

describe("the shipped definitions", () => {
  it("start mcns as the recovery does", () => {
    expect(line("mcns")).toBe(
      "podman run -d --name mcns --restart unless-stopped -v /srv/mcns:/srv/mcns" +
        " -p LAN:53:53/tcp -p LAN:53:53/udp -p TAILNET:53:53/tcp -p TAILNET:53:53/udp -p 127.0.0.1:38443:8443" +
        ` ${REGISTRY}/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`,
    );
  });

  it("start mcr-api as the recovery does", () => {
    expect(line("mcr-api")).toBe(
      "podman run -d --name mcr-api --restart unless-stopped -v /srv/mcr:/srv/mcr" +
        " -p 127.0.0.1:28443:8443 -p 127.0.0.1:29443:9443" +
        ` ${REGISTRY}/mcr:v1.2.1 server --config /srv/mcr/mcr.toml`,
    );
  });

  it("start mcq as the recovery does", () => {
    expect(line("mcq")).toBe(
      "podman run -d --name mcq --restart unless-stopped -v /srv/mcq:/srv/mcq" +
        " -p 127.0.0.1:48080:8080 -p TAILNET:48080:8080" +
        ` ${REGISTRY}/mcq:v0.4.2 server --config /srv/mcq/mcq.toml`,
    );
  });

  it("are read once", () => {
    expect(definitions()).toBe(definitions());
  });

  it("name what there is when something else is asked for", () => {
    expect(() => service("mcx")).toThrow('there is no service "mcx": write one of kls, mc-proxy, mcat, ');
  });
});
