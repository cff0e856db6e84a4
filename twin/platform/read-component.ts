import type { Component } from "./definition.ts";
import { isHealthUrl } from "./health-url.ts";
import type { LocatedComponent } from "./located.ts";
import { parsePublishedPort } from "./published-port.ts";
import type { TableReader } from "./table-reader.ts";

const PORT_RANGE = { min: 1, max: 65_535 };
const NAME = /^[a-z][a-z0-9-]*$/;
const HEALTH = "https://127.0.0.1:38443/v1/health";
/** Control characters, which shell lines, unit files and tables cannot hold. */
const CONTROL = /\p{Cc}/u;

export const readName = (table: TableReader): string => {
  const name = table.string("name", "mcns");
  if (!NAME.test(name))
    table.fail("name", `is ${JSON.stringify(name)}`, "write small letters, digits and dashes");
  return name;
};

/** An absolute path that needs no quoting in a command, a unit file or a table. */
export const readPath = (table: TableReader, key: string, example: string): string => {
  const path = table.string(key, example);
  if (!/^\/[^\s:]*$/.test(path)) table.fail(key, `is ${JSON.stringify(path)}`, `write ${key} = "${example}"`);
  return path;
};

const optionalPath = (table: TableReader, key: string, example: string): string | undefined =>
  table.optionalString(key, example) === undefined ? undefined : readPath(table, key, example);

const readLine = (table: TableReader, key: string, example: string): string => {
  const line = table.string(key, example);
  if (CONTROL.test(line))
    table.fail(key, "has a line break or another control character", "write it on one line");
  return line;
};

const readImage = (table: TableReader): string => {
  const example = "mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0";
  const image = table.string("image", example);
  if (!/^[a-z0-9][\w./:@-]*$/.test(image))
    table.fail("image", `is ${JSON.stringify(image)}`, `write image = "${example}"`);
  return image;
};

const readUser = (table: TableReader): string | undefined => {
  const user = table.optionalString("user", "0:0");
  if (user !== undefined && !/^\d+:\d+$/.test(user))
    table.fail("user", `is ${JSON.stringify(user)}`, `write uid and gid: user = "0:0"`);
  return user;
};

const readPorts = (table: TableReader): Component["ports"] =>
  table
    .strings("ports")
    .map(
      (text) =>
        parsePublishedPort(text) ??
        table.fail(
          "ports",
          `has ${JSON.stringify(text)}`,
          `write "lan:53:53/udp": lan, tailnet or loopback, host port, container port`,
          text,
        ),
    );

const readVolumes = (table: TableReader): readonly string[] =>
  table.strings("volumes").map((volume) => {
    if (/^\/[^\s:]*:\/[^\s:]+$/.test(volume)) return volume;
    return table.fail("volumes", `has ${JSON.stringify(volume)}`, `write "/srv/mcns:/srv/mcns"`, volume);
  });

const readArgs = (table: TableReader): readonly string[] =>
  table.strings("args").map((arg) => {
    if (!arg.includes("\0")) return arg;
    return table.fail("args", "has a zero byte, which no argument can hold", "remove it");
  });

/** Addresses of the machine that a health URL can name: those that every machine has. */
const isLoopback = (host: string): boolean => host === "localhost" || host.startsWith("127.");

const assertHealthCanAnswer = (component: Component, table: TableReader): void => {
  const text = component.healthUrl;
  if (!isHealthUrl(text))
    table.fail("health", "is not a URL of http, https or grpcs", `write health = "${HEALTH}"`);
  const url = new URL(text);
  if (!isLoopback(url.hostname)) return;
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const opened =
    component.network === "host"
      ? component.listens
      : component.ports
          .filter(({ on, protocol }) => on === "loopback" && protocol === "tcp")
          .map((p) => p.hostPort);
  if (opened.includes(port)) return;
  const have = opened.length === 0 ? "nothing" : opened.join(", ");
  table.fail(
    "health",
    `asks port ${port} of ${url.hostname}, where this component opens ${have}`,
    component.network === "host" ? "list the port under listens" : `publish it as "loopback:${port}:…"`,
  );
};

const assertNetworkFits = ({ network, ports, listens }: Component, table: TableReader): void => {
  if (network === "host" && ports.length > 0)
    table.fail("ports", "cannot be published with the network of the host", "list them under listens");
  if (network === "bridge" && listens.length > 0)
    table.fail("listens", "has no effect on a bridge", "publish them under ports");
};

/** @throws TableError */
export const readComponent = (
  table: TableReader,
  service: Pick<Component, "service" | "node" | "dataDir">,
): LocatedComponent => {
  const name = readName(table);
  const named = table.named(name);
  const component: Component = {
    ...service,
    name,
    image: readImage(named),
    network: named.oneOf("network", ["bridge", "host"]),
    ports: readPorts(named),
    listens: named.integers("listens", PORT_RANGE),
    volumes: readVolumes(named),
    user: readUser(named),
    restart: named.oneOf("restart", ["no", "on-failure", "always", "unless-stopped"]),
    args: readArgs(named),
    stage: named.integer("stage", { min: 1, max: 9 }),
    stageReason: readLine(named, "stage_reason", "Every other service finds its peers by name."),
    needs: named.strings("needs"),
    healthUrl: named.string("health", HEALTH),
    healthCa: optionalPath(named, "health_ca", "/etc/ssl/metacircular/ca.pem"),
    databaseFile: optionalPath(named, "database", "/srv/mcns/mcns.db"),
  };
  named.done();
  assertNetworkFits(component, named);
  assertHealthCanAnswer(component, named);
  return { component, at: (key, holding) => named.at(key, holding) };
};
