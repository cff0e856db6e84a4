import { describe, expect, it } from "vitest";
import { DefinitionError, parseDefinition } from "./parse.ts";

const valid = `
name = "mcns"
node = "rift"
data_dir = "/srv/mcns"

[[components]]
name = "mcns"
image = "registry.example/mcns:v1"
stage = 1
stage_reason = "Names first."
network = "bridge"
restart = "unless-stopped"
volumes = ["/srv/mcns:/srv/mcns"]
ports = [
  "lan:53:53/udp",
  "loopback:38443:8443",
]
args = ["server"]
health = "https://127.0.0.1:38443/v1/health"
health_ca = "/etc/ssl/ca.pem"
database = "/srv/mcns/mcns.db"
needs = ["time"]
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
          needs: ["time"],
          healthUrl: "https://127.0.0.1:38443/v1/health",
          healthCa: "/etc/ssl/ca.pem",
          dataDir: "/srv/mcns",
          databaseFile: "/srv/mcns/mcns.db",
        },
      ],
    });
  });

  it.each([
    ["a missing stage", "stage = 1\n", "", 6, "stage is missing; add stage = 1"],
    ["a stage out of range", "stage = 1", "stage = 12", 9, "stage is 12; write a whole number from 1 to 9"],
    [
      "an unknown key",
      "stage = 1\n",
      "stage = 1\nstge = 2\n",
      10,
      "stge is not a known key; remove it, or write one of args, database, health,",
    ],
    ["a network nobody has", '"lan:53', '"wan:53', 15, 'ports has "wan:53:53/udp"; write "lan:53:53/udp"'],
    ["a port beyond the last", "lan:53:53", "lan:70000:53", 15, 'ports has "lan:70000:53/udp"'],
    [
      "a relative volume",
      '"/srv/mcns:/srv',
      '"srv/mcns:/srv',
      13,
      'volumes has "srv/mcns:/srv/mcns"; write "/srv/mcns:/srv/mcns"',
    ],
    ["a health that is no URL", '"https://127.0.0.1:38443/v1/health"', '"health"', 19, "health is not a URL"],
    [
      "a health that a shell would read as more than a URL",
      "/v1/health",
      "/v1/health'; reboot",
      19,
      "health is not a URL",
    ],
    [
      "a health on a port that is not published",
      "loopback:38443",
      "loopback:38444",
      19,
      'health asks port 38443 of 127.0.0.1, where this component opens 38444; publish it as "loopback:38443:…"',
    ],
    [
      "published ports on the host's network",
      '"bridge"',
      '"host"',
      14,
      "ports cannot be published with the network of the host; list them under listens",
    ],
    [
      "listens on a bridge",
      "stage = 1\n",
      "stage = 1\nlistens = [443]\n",
      10,
      "listens has no effect on a bridge; publish them under ports",
    ],
    ["an image that is two words", "mcns:v1", "mcns:v1 --privileged", 8, "image is "],
    [
      "a user without a group",
      "args =",
      'user = "0"\nargs =',
      18,
      'user is "0"; write uid and gid: user = "0:0"',
    ],
    ["a reason of two lines", "Names first.", "Names\\nfirst.", 10, "stage_reason has a line break"],
    ["an argument with a zero byte", '"server"', '"a\\u0000b"', 18, "args has a zero byte"],
    [
      "a database that is no path",
      '"/srv/mcns/mcns.db"',
      '"mcns.db"',
      21,
      'database is "mcns.db"; write database =',
    ],
  ])("refuses %s, and says in which line", (_, from, to, line, expected) => {
    expect(failure(valid.replace(from, to))).toContain(
      `services/mcns.toml:${line}: components 1 (mcns): ${expected}`,
    );
  });

  it("asks a service of the host's network at a port that it opens", () => {
    const host = valid.replace('"bridge"', '"host"').replace(/ports = \[[^\]]*\]/, "listens = [443]");
    expect(failure(host)).toBe(
      "services/mcns.toml:16: components 1 (mcns): health asks port 38443 of 127.0.0.1, where this component opens 443; list the port under listens",
    );
    expect(failure(host.replace(":38443", ""))).toBe("nothing was thrown");
  });

  it("refuses a port that is used twice", () => {
    const twice = valid.replace('  "loopback:38443:8443",', '  "loopback:38443:8443",\n  "lan:53:5353/udp",');
    expect(failure(twice)).toBe(
      "services/mcns.toml:17: mcns uses lan:53:5353/udp, which mcns has as lan:53:53/udp (services/mcns.toml:15); give one of them another port",
    );
  });

  it("refuses a definition without components", () => {
    expect(failure(valid.slice(0, valid.indexOf("[[")))).toBe(
      "services/mcns.toml: components is empty; add one [[components]] table a container",
    );
  });

  it("says at which line and column text is no TOML", () => {
    expect(failure('name = "a"\nnode = rift')).toMatch(
      /^services\/mcns\.toml:2:8: is not TOML: .+; correct that line$/,
    );
  });
});
