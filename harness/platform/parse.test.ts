import { describe, expect, it } from "vitest";
import { DefinitionError, parseDefinition } from "./parse.ts";

const valid = `
name = "mcns"
node = "rift"
data_dir = "/srv/mcns"
database = "/srv/mcns/mcns.db"

[[components]]
name = "mcns"
image = "registry.example/mcns:v1"
stage = 1
stage_reason = "Names first."
network = "bridge"
restart = "unless-stopped"
volumes = ["/srv/mcns:/srv/mcns"]
ports = ["lan:53:53/udp", "loopback:38443:8443"]
args = ["server"]
health = "https://127.0.0.1:38443/v1/health"
`;

const failure = (toml: string): string => {
  try {
    parseDefinition(toml, "services/mcns.toml");
  } catch (error) {
    expect(error).toBeInstanceOf(DefinitionError);
    return (error as Error).message;
  }
  return "nothing was thrown";
};

describe("parseDefinition", () => {
  it("reads every parameter", () => {
    expect(parseDefinition(valid, "mcns.toml")).toEqual({
      name: "mcns",
      components: [
        {
          name: "mcns",
          service: "mcns",
          node: "rift",
          image: "registry.example/mcns:v1",
          network: "bridge",
          ports: [
            { on: "lan", hostPort: 53, containerPort: 53, protocol: "udp" },
            { on: "loopback", hostPort: 38443, containerPort: 8443, protocol: "tcp" },
          ],
          listens: [],
          volumes: ["/srv/mcns:/srv/mcns"],
          user: undefined,
          restart: "unless-stopped",
          args: ["server"],
          stage: 1,
          stageReason: "Names first.",
          healthUrl: "https://127.0.0.1:38443/v1/health",
          dataDir: "/srv/mcns",
          databaseFile: "/srv/mcns/mcns.db",
        },
      ],
    });
  });

  it.each([
    ["a missing stage", "stage = 1\n", "", "stage is missing; add stage = 1"],
    ["a stage out of range", "stage = 1\n", "stage = 12\n", "stage is 12; write a whole number from 1 to 9"],
    [
      "an unknown key",
      "stage = 1\n",
      "stage = 1\nstge = 2\n",
      "stge is not a known key; remove it, or write one of args, health,",
    ],
    ["a network nobody has", '"lan:53', '"wan:53', 'ports has "wan:53:53/udp"; write "lan:53:53/udp"'],
    ["a port beyond the last", "lan:53:53", "lan:70000:53", 'ports has "lan:70000:53/udp"'],
    [
      "a relative volume",
      '"/srv/mcns:/srv',
      '"srv/mcns:/srv',
      'volumes has "srv/mcns:/srv/mcns"; write "/srv/mcns:/srv/mcns"',
    ],
    ["a health that is no URL", '"https://127.0.0.1:38443/v1/health"', '"health"', "health is not a URL"],
    [
      "published ports on the host's network",
      '"bridge"',
      '"host"',
      "ports cannot be published with the network of the host; list them under listens",
    ],
    [
      "listens on a bridge",
      "stage = 1\n",
      "stage = 1\nlistens = [443]\n",
      "listens has no effect on a bridge; publish them under ports",
    ],
  ])("refuses %s", (_, from, to, expected) => {
    expect(failure(valid.replace(from, to))).toContain(
      `services/mcns.toml: components 1 (mcns): ${expected}`,
    );
  });

  it("refuses a port that is used twice", () => {
    const twice = valid.replace('"loopback:38443:8443"', '"loopback:38443:8443", "lan:53:5353/udp"');
    expect(failure(twice)).toBe(
      "services/mcns.toml: mcns uses lan:53:5353/udp, which mcns has as lan:53:53/udp; give one of them another port",
    );
  });

  it("refuses a definition without components, and text that is no TOML", () => {
    expect(failure(valid.slice(0, valid.indexOf("[[")))).toBe(
      "services/mcns.toml: components is empty; add one [[components]] table a container",
    );
    expect(failure("name = ")).toMatch(/^services\/mcns.toml: is not TOML: .+; correct that line$/);
  });
});
