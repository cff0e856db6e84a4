import type { Component } from "./definition.ts";
import { formatPublishedPort } from "./published-port.ts";
import { TableError } from "./table-reader.ts";

type Claim = {
  readonly component: string;
  /** `undefined`: every address of the machine. */
  readonly on: string | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly text: string;
};

const claimsOf = (component: Component): Claim[] => [
  ...component.ports.map((port) => ({
    component: component.name,
    on: port.on,
    port: port.hostPort,
    protocol: port.protocol,
    text: formatPublishedPort(port),
  })),
  ...component.listens.map((port) => ({
    component: component.name,
    on: undefined,
    port,
    protocol: "tcp",
    text: `${port}/tcp on the host`,
  })),
];

const collide = (a: Claim, b: Claim): boolean =>
  a.port === b.port &&
  a.protocol === b.protocol &&
  (a.on === b.on || a.on === undefined || b.on === undefined);

/** @throws TableError when two of the components of one machine want the same port of the same address. */
export const assertPortsAreFree = (components: readonly Component[], where: string): void => {
  const seen: Claim[] = [];
  for (const claim of components.flatMap(claimsOf)) {
    const other = seen.find((earlier) => collide(earlier, claim));
    if (other !== undefined) {
      throw new TableError(
        where,
        `${claim.component} uses ${claim.text}, which ${other.component} has as ${other.text}`,
        "give one of them another port",
      );
    }
    seen.push(claim);
  }
};
