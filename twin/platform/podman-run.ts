import { address, quote, type Text } from "drillbook";
import type { Component, PublishedPort } from "./definition.ts";

const LOOPBACK = "127.0.0.1";

/** tcp is podman's default; it is spelled out where the same port is published for udp too. */
const protocolSuffix = (port: PublishedPort, all: readonly PublishedPort[]): string => {
  const hasTwin = all.some((other) => other.hostPort === port.hostPort && other.protocol !== port.protocol);
  return port.protocol === "udp" || hasTwin ? `/${port.protocol}` : "";
};

const publish = (port: PublishedPort, component: Component): Text => {
  const rest = `:${port.hostPort}:${port.containerPort}${protocolSuffix(port, component.ports)}`;
  return port.on === "loopback" ? [`${LOOPBACK}${rest}`] : [address(component.node, port.on), rest];
};

const one = (...words: readonly string[]): Text[] => words.map((word) => [word]);

/** The arguments of `podman` that start this component from its image; each text is one argument. */
export const podmanRunArgs = (component: Component): readonly Text[] => [
  ...one("run", "-d", "--name", component.name, "--restart", component.restart),
  ...(component.network === "host" ? one("--network", "host") : []),
  ...(component.user === undefined ? [] : one("--user", component.user)),
  ...component.volumes.flatMap((volume) => one("-v", volume)),
  ...component.ports.flatMap((port) => [...one("-p"), publish(port, component)]),
  ...one(component.image, ...component.args),
];

const quoted = (argument: Text): Text =>
  argument.map((part) => (typeof part === "string" ? quote(part) : part));

/** The same as a line of shell text. */
export const podmanRunLine = (component: Component): Text =>
  ["podman", ...podmanRunArgs(component).flatMap((argument) => [" ", ...quoted(argument)])].reduce<
    Text[number][]
  >((parts, part) => {
    const last = parts.at(-1);
    // Adjacent strings are joined, so that a printed value reads as one line.
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
    return parts;
  }, []);
