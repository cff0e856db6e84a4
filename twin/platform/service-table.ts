import { address, fill, quote, type ResolveAddress, type Text } from "drillbook";
import { bootOrder } from "./boot-order.ts";
import type { Component, PublishedPort } from "./definition.ts";

/** The facts that a recovery needs about one container; a field without a value is empty. */
export type ServiceRow = {
  readonly stage: string;
  readonly container: string;
  readonly image: string;
  readonly network: string;
  readonly ports: Text;
  readonly user: string;
  readonly arguments: string;
};

const columns = ["stage", "container", "image", "network", "ports", "user", "arguments"] as const;

const isSamePort = (a: PublishedPort, b: PublishedPort): boolean =>
  a.on === b.on && a.hostPort === b.hostPort && a.containerPort === b.containerPort;

/** `address:53→53 tcp+udp`; tcp alone is not named. */
const portText = (port: PublishedPort, all: readonly PublishedPort[], node: string): Text => {
  const protocols = all.filter((other) => isSamePort(other, port)).map(({ protocol }) => protocol);
  const suffix = protocols.join() === "tcp" ? "" : ` ${protocols.join("+")}`;
  const host = port.on === "loopback" ? "127.0.0.1" : address(node, port.on);
  return [host, `:${port.hostPort}→${port.containerPort}${suffix}`];
};

const ports = ({ ports: published, listens, node }: Component): Text => {
  if (listens.length > 0) return [`(${listens.join(", ")})`];
  const once = published.filter((port, index) => published.findIndex((p) => isSamePort(p, port)) === index);
  return once.flatMap((port, index) => [index === 0 ? "" : ", ", ...portText(port, published, node)]);
};

/** The services in start order. */
export const serviceRows = (components: readonly Component[]): readonly ServiceRow[] =>
  bootOrder(components).map((component) => ({
    stage: String(component.stage),
    container: component.name,
    image: component.image,
    network: component.network,
    ports: ports(component).filter((part) => part !== ""),
    user: component.user ?? "",
    arguments: component.args.map(quote).join(" "),
  }));

const cell = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll(/\p{Cc}/gu, " ");

const cellText = (value: string | Text): Text =>
  (typeof value === "string" ? [value] : value).map((part) => (typeof part === "string" ? cell(part) : part));

/** The same as a Markdown table with placeholders, padded for the addresses that `resolve` answers. */
export const serviceTableText = (components: readonly Component[], resolve: ResolveAddress): Text => {
  const rows = serviceRows(components).map((row) => columns.map((column) => cellText(row[column])));
  const widthOf = (text: Text): number => fill(text, resolve).length;
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => widthOf(row[index] ?? []))),
  );
  const line = (cells: readonly Text[]): Text => [
    ...cells.flatMap((text, index) => [
      index === 0 ? "| " : " | ",
      ...text,
      " ".repeat((widths[index] ?? 0) - widthOf(text)),
    ]),
    " |\n",
  ];
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|\n`;
  return [...line(columns.map((column) => [column])), rule, ...rows.flatMap(line)];
};

/** The same as a padded Markdown table, readable as plain text. */
export const serviceTable = (components: readonly Component[], resolve: ResolveAddress): string =>
  fill(serviceTableText(components, resolve), resolve);
