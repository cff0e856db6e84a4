import { execFileSync } from "node:child_process";
import { fill, inRig } from "drillbook";
import { describe, expect, it } from "vitest";
import { podmanRunLine } from "#twin/platform/podman-run.ts";
import { definitions, service } from "./services.ts";

/** The table of the disaster-recovery document, as it stands there. */
const DOCUMENT = `
| stage | container | image | network | published ports | user | arguments |
|---|---|---|---|---|---|---|
| 1 foundation | mcns | mcns:v1.2.0 | bridge | LAN:53→53 tcp+udp, TAILNET:53→53 tcp+udp, 127.0.0.1:38443→8443 | | \`server --config /srv/mcns/mcns.toml\` |
| 2 core | mc-proxy | mc-proxy:v1.2.2 | host | (443, 8443, 9443) | | \`server --config /srv/mc-proxy/mc-proxy.toml\` |
| 2 core | mcr-api | mcr:v1.2.1 | bridge | 127.0.0.1:28443→8443, 127.0.0.1:29443→9443 | | \`server --config /srv/mcr/mcr.toml\` |
| 2 core | mcr-web | mcr-web:v1.3.2 | bridge | 127.0.0.1:28080→8080 | 0:0 | \`server --config /srv/mcr/mcr.toml\` |
| 2 core | metacrypt-api | metacrypt:v1.3.1 | bridge | 127.0.0.1:18443→8443, 127.0.0.1:19443→9443 | | \`server --config /srv/metacrypt/metacrypt.toml\` |
| 2 core | metacrypt-web | metacrypt-web:v1.4.1 | bridge | 127.0.0.1:18080→8080 | | \`--config /srv/metacrypt/metacrypt.toml\` |
| 3 management | mcp-master | mcp-master:v0.10.3 | host | (9555) | | \`server --config /srv/mcp-master/mcp-master.toml\` |
| 4 services | mcq | mcq:v0.4.2 | bridge | 127.0.0.1:48080→8080, TAILNET:48080→8080 | | \`server --config /srv/mcq/mcq.toml\` |
| 4 services | mcdoc | mcdoc:v0.1.0 | bridge | 127.0.0.1:38080→8080 | | \`server --config /srv/mcdoc/mcdoc.toml\` |
| 4 services | mcat | mcat:v1.2.0 | bridge | 127.0.0.1:48116→8443 | | \`server --config /srv/mcat/mcat.toml\` |
| 4 services | kls | kls:v0.2.0 | bridge | 127.0.0.1:58080→8080, TAILNET:58080→8080 | | \`-f /srv/kls/kls.conf\` |
| 4 services | sgardd | sgardd:v3.2.0 | bridge | 127.0.0.1:19473→9473 | | \`--repo /srv/sgard --authorized-keys /srv/sgard/authorized_keys --tls-cert /srv/sgard/certs/sgard.pem --tls-key /srv/sgard/certs/sgard.key\` |
`;

/** What the document says of all containers. */
const REGISTRY = "mcr.svc.mcp.metacircular.net:8443";
const RESTART = "unless-stopped";
const directoryOf: Readonly<Record<string, string>> = {
  "mcr-api": "mcr",
  "mcr-web": "mcr",
  "metacrypt-api": "metacrypt",
  "metacrypt-web": "metacrypt",
  sgardd: "sgard",
};

type Parameters = {
  readonly image: string;
  readonly network: string;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly user: string;
  readonly restart: string;
  readonly args: readonly string[];
};

const portsIn = (cell: string): string[] =>
  cell === "" || cell.startsWith("(")
    ? []
    : cell.split(", ").flatMap((port) => {
        const [, where, to, protocols] = /^(\S+:\d+)→(\d+)(?: (\S+))?$/.exec(port) ?? [];
        return (protocols ?? "tcp").split("+").map((protocol) => `${where}:${to}/${protocol}`);
      });

const rows = DOCUMENT.trim()
  .split("\n")
  .slice(2)
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .map(([stage = "", name = "", image = "", network = "", ports = "", user = "", args = ""]) => {
    const directory = `/srv/${directoryOf[name] ?? name}`;
    const parameters: Parameters = {
      image: `${REGISTRY}/${image}`,
      network,
      ports: portsIn(ports).sort(),
      volumes: [`${directory}:${directory}`],
      user,
      restart: RESTART,
      args: args.replaceAll("`", "").split(" "),
    };
    return { name, stage: Number(stage[0]), listens: /^\((.*)\)$/.exec(ports)?.[1] ?? "", parameters };
  });

/** The words that a shell makes of a line that calls podman. */
const wordsOf = (line: string): string[] =>
  execFileSync("sh", ["-c", `podman() { printf '%s\\0' "$@"; }\n${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

/** What `podman run` reads from these words; a flag it does not expect here is an error. */
const parametersIn = (line: string, name: string): Parameters => {
  const words = wordsOf(line);
  expect(words.splice(0, 4)).toEqual(["run", "-d", "--name", name]);
  const found = {
    network: "bridge",
    ports: [] as string[],
    volumes: [] as string[],
    user: "",
    restart: "no",
  };
  while (words[0]?.startsWith("-")) {
    const [flag, value = ""] = words.splice(0, 2);
    if (flag === "-p") found.ports.push(/\/(tcp|udp)$/.test(value) ? value : `${value}/tcp`);
    else if (flag === "-v") found.volumes.push(value);
    else if (flag === "--network") found.network = value;
    else if (flag === "--user") found.user = value;
    else if (flag === "--restart") found.restart = value;
    else throw new Error(`the document knows no ${flag}`);
  }
  const [image = "", ...args] = words;
  return { image, ...found, ports: found.ports.sort(), args };
};

const line = (name: string): string =>
  fill(
    podmanRunLine(service(name)),
    inRig(({ machine, network }) => {
      expect(machine).toBe("rift");
      return network.toUpperCase();
    }),
  );

describe("the shipped definitions", () => {
  it("are the containers of the document, and no others", () => {
    const names = definitions().flatMap(({ components }) => components.map(({ name }) => name));
    expect(names.toSorted()).toEqual(rows.map(({ name }) => name).sort());
    expect(names).toHaveLength(12);
  });

  it.each(rows)("start $name as the document does, parameter for parameter", ({ name, parameters }) => {
    expect(parametersIn(line(name), name)).toEqual(parameters);
  });

  it.each(rows)("put $name into stage $stage, and know what it listens on", ({ name, stage, listens }) => {
    expect(service(name).stage).toBe(stage);
    expect(service(name).listens.join(", ")).toBe(listens);
  });

  it("write the command of mcns as an operator types it", () => {
    expect(line("mcns")).toBe(
      "podman run -d --name mcns --restart unless-stopped -v /srv/mcns:/srv/mcns" +
        " -p LAN:53:53/tcp -p LAN:53:53/udp -p TAILNET:53:53/tcp -p TAILNET:53:53/udp -p 127.0.0.1:38443:8443" +
        ` ${REGISTRY}/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`,
    );
  });

  it("give each container a database of its own", () => {
    const databases = rows.map(({ name }) => service(name).databaseFile);
    expect(new Set(databases).size).toBe(12);
    expect(service("mcr-web").databaseFile).toBe("/srv/mcr/mcr-web.db");
    expect(service("sgardd").databaseFile).toBe("/srv/sgard/sgard.db");
  });

  it("say what each needs: names before all else, and the control plane before what serves people", () => {
    const needsOf = (name: string) => service(name).needs;
    expect(needsOf("mcns")).toEqual([]);
    for (const { name, stage } of rows) {
      if (stage === 2) expect(needsOf(name)).toContain("mcns");
      if (stage === 4) expect(needsOf(name)).toEqual(["mcp-master"]);
    }
    expect(needsOf("mcr-web")).toEqual(["mcns", "mc-proxy", "mcr-api"]);
    expect(needsOf("mcp-master")).toEqual(["mc-proxy", "mcr-api", "metacrypt-api"]);
  });

  it("are read once", () => {
    expect(definitions()).toBe(definitions());
  });

  it("name what there is when something else is asked for", () => {
    expect(() => service("mcx")).toThrow('there is no service "mcx": write one of kls, mc-proxy, mcat, ');
  });
});
