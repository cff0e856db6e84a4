import { isHealthUrl } from "#twin/platform/health-url.ts";
import { TableError, TableReader } from "#twin/platform/table-reader.ts";

const NAME = /^[a-z][a-z0-9-]*$/;
const RUN_ARGS_START = ["run", "-d", "--name"];

/** All that is needed to run a container again, with only the registry and the image. */
export type RegisteredComponent = {
  /** The name of the container. */
  readonly name: string;
  readonly service: string;
  /** Stages start one after another; a stage is healthy before the next begins. */
  readonly stage: number;
  readonly image: string;
  /** A URL that answers 200 (`grpcs`: `SERVING`) when the component works; requested on the machine itself. */
  readonly healthUrl: string;
  /** File of trusted certificates for the health URL; default: that of the agent's configuration. */
  readonly healthCa?: string;
  /** The arguments of `podman`, from `run` on, with every address filled in. */
  readonly runArgs: readonly string[];
};

const readName = (table: TableReader, key: string): string => {
  const name = table.string(key, "mcns");
  if (!NAME.test(name)) table.fail(key, `is ${JSON.stringify(name)}`, "write small letters, digits, dashes");
  return name;
};

const readHealthUrl = (table: TableReader): string => {
  const url = table.string("healthUrl", "https://127.0.0.1:38443/v1/health");
  if (!isHealthUrl(url))
    table.fail("healthUrl", "is not an http, https or grpcs URL", "write https://127.0.0.1:38443/v1/health");
  return url;
};

/** The component in an untrusted value. @throws TableError with what is wrong with it */
export const readComponent = (value: unknown, where: string): RegisteredComponent => {
  const table = new TableReader(value, where);
  const healthCa = table.optionalString("healthCa", "/etc/ssl/metacircular/ca.pem");
  const component = {
    name: readName(table, "name"),
    service: readName(table, "service"),
    stage: table.integer("stage", { min: 1, max: 9 }),
    image: table.string("image", "mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0"),
    healthUrl: readHealthUrl(table),
    ...(healthCa === undefined ? {} : { healthCa }),
    runArgs: table.strings("runArgs"),
  };
  table.done();
  // The container's name in podman must be the registered one, or it could not be found again.
  const start = [...RUN_ARGS_START, component.name];
  if (!start.every((word, index) => component.runArgs[index] === word))
    table.fail("runArgs", `does not begin with ${start.join(" ")}`, "write what podman run gets");
  if (!component.runArgs.includes(component.image))
    table.fail("runArgs", `does not name ${component.image}`, "write the same image in both");
  return component;
};

/** The components in the body of a deploy. @throws TableError */
export const readComponents = (body: unknown): readonly RegisteredComponent[] => {
  const table = new TableReader(body, "body");
  const items = (body as Readonly<Record<string, unknown>>)["components"];
  if (!Array.isArray(items) || items.length === 0)
    table.fail("components", "is not a list of components", "send at least one");
  const components = (items as unknown[]).map((item, index) => readComponent(item, `component ${index + 1}`));
  const twice = components.find(({ name }, index) => components.findIndex((c) => c.name === name) !== index);
  if (twice !== undefined) throw new TableError("body", `${twice.name} is there twice`, "send it once");
  return components;
};
