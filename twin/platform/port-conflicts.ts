import type { LocatedComponent } from "./located.ts";
import { formatPublishedPort } from "./published-port.ts";
import { TableError } from "./table-reader.ts";

type Claim = {
  readonly component: string;
  /** `undefined`: every address of the machine. */
  readonly on: string | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly text: string;
  readonly at: string;
};

const claimsOf = ({ component, at }: LocatedComponent): Claim[] => [
  ...component.ports.map((port) => ({
    component: component.name,
    on: port.on,
    port: port.hostPort,
    protocol: port.protocol,
    text: formatPublishedPort(port),
    // tcp may be left out in the file.
    at: at("ports", formatPublishedPort(port).replace(/\/tcp$/, "")),
  })),
  ...component.listens.map((port) => ({
    component: component.name,
    on: undefined,
    port,
    protocol: "tcp",
    text: `${port}/tcp on the host`,
    at: at("listens", String(port)),
  })),
];

const collide = (a: Claim, b: Claim): boolean =>
  a.port === b.port &&
  a.protocol === b.protocol &&
  (a.on === b.on || a.on === undefined || b.on === undefined);

/** @throws TableError when two of the components of one machine want the same port of the same address. */
export const assertPortsAreFree = (components: readonly LocatedComponent[]): void => {
  const seen: Claim[] = [];
  for (const claim of components.flatMap(claimsOf)) {
    const other = seen.find((earlier) => collide(earlier, claim));
    if (other !== undefined) {
      throw new TableError(
        claim.at,
        `${claim.component} uses ${claim.text}, which ${other.component} has as ${other.text} (${other.at})`,
        "give one of them another port",
      );
    }
    seen.push(claim);
  }
};
