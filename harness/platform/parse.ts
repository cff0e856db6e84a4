import { parse } from "smol-toml";
import { ScenarioError } from "#harness/errors.ts";
import type { Component, ServiceDefinition } from "./definition.ts";
import { assertPortsAreFree } from "./port-conflicts.ts";
import { parsePublishedPort } from "./published-port.ts";
import { TableError, TableReader } from "./table-reader.ts";

const PORT_RANGE = { min: 1, max: 65_535 };
const NAME = /^[a-z][a-z0-9-]*$/;

/** A service definition is wrong. */
export class DefinitionError extends ScenarioError {}

type ServiceFields = Pick<Component, "service" | "node" | "dataDir" | "databaseFile">;

const readName = (table: TableReader, example: string): string => {
  const name = table.string("name", example);
  if (!NAME.test(name)) table.fail("name", `is "${name}"`, "write small letters, digits and dashes");
  return name;
};

const readPorts = (table: TableReader): Component["ports"] =>
  table.strings("ports").map((text) => {
    const port = parsePublishedPort(text);
    if (port !== undefined) return port;
    return table.fail(
      "ports",
      `has "${text}"`,
      `write "lan:53:53/udp": lan, tailnet or loopback, host port, container port`,
    );
  });

const readVolumes = (table: TableReader): readonly string[] =>
  table.strings("volumes").map((volume) => {
    if (/^\/[^:]*:\/[^:]+$/.test(volume)) return volume;
    return table.fail("volumes", `has "${volume}"`, `write "/srv/mcns:/srv/mcns"`);
  });

const readComponent = (table: TableReader, service: ServiceFields): Component => {
  const name = readName(table, "mcns");
  const named = table.named(name);
  const component: Component = {
    ...service,
    name,
    image: named.string("image", "mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0"),
    network: named.oneOf("network", ["bridge", "host"]),
    ports: readPorts(named),
    listens: named.integers("listens", PORT_RANGE),
    volumes: readVolumes(named),
    user: named.optionalString("user", "0:0"),
    restart: named.oneOf("restart", ["no", "on-failure", "always", "unless-stopped"]),
    args: named.strings("args"),
    stage: named.integer("stage", { min: 1, max: 9 }),
    stageReason: named.string("stage_reason", "Every other service finds its peers by name."),
    healthUrl: named.string("health", "https://127.0.0.1:38443/v1/health"),
  };
  if (!URL.canParse(component.healthUrl))
    named.fail("health", "is not a URL", `write "https://127.0.0.1:38443/v1/health"`);
  if (component.network === "host" && component.ports.length > 0) {
    named.fail("ports", "cannot be published with the network of the host", "list them under listens");
  }
  if (component.network === "bridge" && component.listens.length > 0) {
    named.fail("listens", "has no effect on a bridge", "publish them under ports");
  }
  named.done();
  return component;
};

const readDefinition = (table: TableReader): ServiceDefinition => {
  const name = readName(table, "mcns");
  const fields = {
    service: name,
    node: table.string("node", "rift"),
    dataDir: table.string("data_dir", "/srv/mcns"),
    databaseFile: table.optionalString("database", "/srv/mcns/mcns.db"),
  };
  const components = table.tables("components").map((item) => readComponent(item, fields));
  table.done();
  if (components.length === 0)
    table.fail("components", "is empty", "add one [[components]] table a container");
  assertPortsAreFree(components, table.where);
  return { name, components };
};

/**
 * The service that a definition file tells.
 *
 * @param file Named in messages.
 * @throws DefinitionError that says the file, what is wrong and what to do.
 */
export const parseDefinition = (toml: string, file: string): ServiceDefinition => {
  try {
    return readDefinition(new TableReader(parse(toml), file));
  } catch (error) {
    if (error instanceof TableError) throw new DefinitionError(error.message, { cause: error });
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new DefinitionError(`${file}: is not TOML: ${reason}; correct that line`, { cause: error });
  }
};
