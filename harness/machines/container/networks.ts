import { HostNotReadyError } from "../../errors.ts";
import { drillCommand, scenarioCommand } from "../../invocation.ts";
import type { NetworkSpec, Rig } from "../../scenario/rig.ts";
import { reasonOf, statusOf, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { labelFilter, labelsOf, type RigLabels, readLabels } from "../engine/labels.ts";
import { dotted, overlap, parseRoutes, parseSubnet, type Route } from "../engine/subnet.ts";
import { textIn } from "../files.ts";

/**
 * The bridge's own address: the first that no machine has. Never the last of the subnet: a machine's default route
 * leads there, to an address without a host.
 */
export const gatewayOf = (subnet: string, taken: ReadonlySet<string>): string => {
  const { base, bits } = parseSubnet(subnet);
  const count = 2 ** (32 - bits) - 3;
  for (let index = 1; index <= count; index += 1) {
    const address = dotted(base + index);
    if (!taken.has(address)) return address;
  }
  throw new HostNotReadyError(`the subnet ${subnet} has no address left for the engine's bridge`);
};

/** @throws HostNotReadyError when one of the rig's subnets is also where the host itself is */
export const refuseOverlaps = (networks: readonly NetworkSpec[], routes: readonly Route[]): void => {
  for (const network of networks) {
    const taken = routes.find((route) => overlap(route, parseSubnet(network.subnet)));
    if (!taken) continue;
    throw new HostNotReadyError(`the rig's network "${network.name}" overlaps one of this host`, {
      expected: `no other use of ${network.subnet}`,
      got: `the interface ${taken.interface} is in ${dotted(taken.base)}/${taken.bits}`,
      next: `use an engine whose networks are apart from the host's: ${scenarioCommand(["SCENARIO"], ["--engine private"])}`,
    });
  }
};

const hostRoutes = (): Route[] => parseRoutes(textIn("/proc/net/route") ?? "");

/**
 * Whether the engine takes addresses that the host has. Rootless Docker does not see the host's networks; rootless
 * Podman has a namespace of its own, too, and refuses them: "subnet … is already used on the host".
 */
export const isApart = ({ isolated, rootless, podman }: Pick<Engine, "isolated" | "rootless" | "podman">) =>
  isolated || (rootless && !podman);

/**
 * Makes the rig's networks, none of them with a way out; answers the engine's names for them.
 * @throws HostNotReadyError when the host, or another rig in this engine, has addresses of the rig
 */
export const createNetworks = async (
  engine: Engine,
  rig: Rig,
  labels: RigLabels,
  create: (options: NetworkOptions) => Promise<unknown>,
  routesOfHost: () => readonly Route[] = hostRoutes,
): Promise<Map<string, string>> => {
  if (!isApart(engine)) await refuseHostOverlaps(engine, rig.networks, routesOfHost());
  const taken = new Set(rig.machines.flatMap((machine) => Object.values(machine.addresses)));
  const names = new Map(rig.networks.map(({ name }) => [name, `drillbook-${labels.rig}-${name}`]));
  const creations = await Promise.allSettled(
    rig.networks.map(({ name, subnet }) => {
      const options = networkOptions(names.get(name) ?? name, subnet, gatewayOf(subnet, taken), labels);
      return withDeadline(`POST /networks/create (${name}, ${subnet})`, create(options));
    }),
  );
  for (const creation of creations) {
    if (creation.status === "rejected") throw await explain(engine, creation.reason);
  }
  return names;
};

export type NetworkOptions = ReturnType<typeof networkOptions>;

const networkOptions = (name: string, subnet: string, gateway: string, labels: RigLabels) => ({
  Name: name,
  CheckDuplicate: true,
  Driver: "bridge",
  Internal: true,
  IPAM: { Driver: "default", Config: [{ Subnet: subnet, Gateway: gateway }] },
  Labels: labelsOf(labels),
});

/** Another rig's bridge is an interface of the host, too: the error then names that rig. */
const refuseHostOverlaps = async (
  engine: Engine,
  networks: readonly NetworkSpec[],
  routes: readonly Route[],
): Promise<void> => {
  try {
    refuseOverlaps(networks, routes);
  } catch (error) {
    const other = await otherRig(engine);
    throw other === undefined ? error : addressesTaken(other);
  }
};

/** Two rigs with the same addresses cannot be in one engine: the error names the other rig. */
const explain = async (engine: Engine, error: unknown): Promise<unknown> => {
  const reason = reasonOf((error as Error).cause ?? error);
  if (statusOf(error) !== 403 && !/overlap|already (?:in use|used)/i.test(reason)) return error;
  const other = await otherRig(engine);
  return other === undefined ? new HostNotReadyError(sameAddresses, { got: reason }) : addressesTaken(other);
};

const sameAddresses = "another rig has the same addresses in this container engine";

const otherRig = async (engine: Engine): Promise<ReturnType<typeof readLabels>> => {
  const filters = labelFilter();
  const existing = await withDeadline("GET /networks", engine.docker.listNetworks({ filters }));
  return existing.map((network) => readLabels(network.Labels)).find((found) => found !== undefined);
};

const addressesTaken = (other: NonNullable<ReturnType<typeof readLabels>>): HostNotReadyError =>
  new HostNotReadyError(sameAddresses, {
    claimed: "one drill at a time: the addresses of a rig are fixed",
    got: `process ${other.owner.pid} runs "${other.label}"${other.kept ? ", which was kept" : ""}`,
    next: other.kept ? drillCommand(["clean"]) : "wait for it to end, or use --engine private",
  });
