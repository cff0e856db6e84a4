import { address, type Text } from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { ACCOUNTS_FILE, accountsToml, mcpAccount, SETTLED_ID, settledAccountsToml } from "./accounts.ts";
import { containerfile, NODE_IMAGE } from "./image.ts";
import { entryFile } from "./paths.ts";
import { mcpAgentConfig } from "./programs/mcp-agent/config-text.ts";
import { oldPrograms, type Program, platformPrograms } from "./programs.ts";
import {
  certificates,
  command,
  file,
  LIBRARY,
  type ProvisionFile,
  type ProvisionItem,
  programFile,
  scriptFile,
  unit,
} from "./provision-items.ts";
import { mcpAgentUnit, PODMAN_PATH } from "./units/units.ts";

const { name: user, group } = mcpAccount;
const owner = `${user}:${group}`;

export type RiftFields = {
  readonly components: readonly Component[];
  /**
   * The whole platform: its services depend on each other and on svc, the agent runs, and the resolver is MCNS.
   * Otherwise the services are independent.
   */
  readonly whole: boolean;
  /** The account has its UID from after the incident. @default the one from before */
  readonly settled?: boolean;
  /** Addresses of the resolvers to which MCNS forwards names outside its zones. @default the public one on svc */
  readonly forwarders?: readonly Text[];
};

const tools: readonly ProvisionFile[] = [
  ...["vacate-uid.sh", "make-certificates.sh", "start-session.sh"].map(scriptFile),
  programFile("apply-accounts", entryFile("apply-accounts/main.ts")),
  file(
    "/usr/local/sbin/apply-accounts",
    `#!/bin/sh\nexec /usr/local/bin/node ${LIBRARY}/apply-accounts.mjs "$@"\n`,
    "0755",
  ),
];

/** A program of the twin as a command of the machine. */
export const commandProgram = (name: string, bundleName: string, entry: string): readonly ProvisionFile[] => [
  programFile(bundleName, entryFile(entry)),
  file(
    `/usr/local/bin/${name}`,
    `#!/bin/sh\nexec /usr/local/bin/node --disable-warning=ExperimentalWarning ${LIBRARY}/${bundleName}.mjs "$@"\n`,
    "0755",
  ),
];

/** The account `mcp` of the declaration. */
export const account = (settled: boolean): readonly ProvisionItem[] => [
  ...tools,
  file(ACCOUNTS_FILE, settled ? settledAccountsToml : accountsToml),
  command("root", `${LIBRARY}/vacate-uid.sh ${settled ? SETTLED_ID : mcpAccount.uid} ${user}`),
  command("root", "apply-accounts"),
];

/**
 * Published ports above 32767 are in the kernel's range of local ports for outgoing connections: such a connection
 * can keep a container from starting with "Address already in use".
 * The kernel also sends "port unreachable" to one host only once a second: a drill that asks ten times a second would
 * use that up, and other clients would see silence instead of a closed port.
 * Source: ip-sysctl, ip_local_reserved_ports and icmp_ratelimit.
 */
const kernelSettings = (components: readonly Component[]): ProvisionFile => {
  const ports = components.flatMap(({ ports: published, listens }) => [
    ...published.map(({ hostPort }) => hostPort),
    ...listens,
  ]);
  const list = [...new Set(ports)].sort((a, b) => a - b).join(",");
  return file(
    "/etc/sysctl.d/50-metacircular.conf",
    [`net.ipv4.ip_local_reserved_ports = ${list}`, "net.ipv4.icmp_ratelimit = 0", ""].join("\n"),
  );
};

/** An image without its registry: `mcr:v1.2.1`. */
const taggedName = ({ image }: Component): string => /[^/:]+:[^:/]+$/.exec(image)?.[0] ?? image;

/** The name of an image, without registry and tag. */
const imageName = (component: Component): string => taggedName(component).replace(/:.*$/, "");

type Found = { readonly component: Component; readonly program: Program };

/** The program of each component; for an old release, the program of that release. */
const programsOf = ({ components, whole, forwarders }: RiftFields): readonly Found[] => {
  const known: Readonly<Record<string, Program>> = {
    ...platformPrograms({ needs: whole, ...(forwarders === undefined ? {} : { forwarders }) }),
    ...oldPrograms,
  };
  return components.map((component) => {
    const program = known[taggedName(component)] ?? known[imageName(component)];
    if (program === undefined)
      throw new RangeError(`the twin has no program for the image ${imageName(component)}`);
    return { component, program };
  });
};

const unique = <Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

const data = (programs: readonly Program[]): readonly ProvisionItem[] => [
  ...unique(programs, ({ dataDir }) => dataDir).map(({ dataDir }) =>
    command("root", `install -d -o ${user} -g ${group} -m 0750 ${dataDir}`),
  ),
  ...unique(
    programs.flatMap(({ files }) => files),
    ({ path }) => path,
  ).map(({ path, text }) => file(path, text, "0640", owner)),
];

/** One for each directory of a program that serves HTTPS, or that verifies certificates of others. */
const certificatesOf = (programs: readonly Program[]) =>
  [...Map.groupBy(programs, ({ dataDir }) => dataDir)]
    .filter(([, sharing]) =>
      sharing.some(({ certificateNames, caFile }) => certificateNames.length > 0 || caFile !== undefined),
    )
    .map(([directory, sharing]) => ({
      directory,
      names: [sharing.flatMap(({ certificateNames }) => certificateNames).join(",")],
    }));

const contextOf = (name: string): string => `${LIBRARY}/images/${name}`;

/** The image of a component with its program; the image of node must exist. */
export const serviceImage = (component: Component, program: Program): readonly ProvisionItem[] => {
  const context = contextOf(program.name);
  return [
    file(`${context}/Containerfile`, containerfile(program.name)),
    file(`${context}/${program.name}.mjs`, { bundleOf: program.bundleOf }),
    command(user, `${LIBRARY}/build-service-image.sh ${component.image} ${context}`),
  ];
};

/** The image builder, and the image of node, the base of all others. */
export const images = (fields: RiftFields): readonly ProvisionItem[] => [
  ...["import-node-image.sh", "build-service-image.sh"].map(scriptFile),
  command("root", `${LIBRARY}/start-session.sh ${user}`),
  command(user, `${LIBRARY}/import-node-image.sh ${NODE_IMAGE}`),
  ...unique(programsOf(fields), ({ component }) => component.image).flatMap(({ component, program }) =>
    serviceImage(component, program),
  ),
];

/** This server is the only resolver. */
export const resolver = (server: Text): ProvisionFile =>
  file("/etc/systemd/resolved.conf.d/platform.conf", ["[Resolve]\nDNS=", ...server, "\nDomains=~.\n"]);

/**
 * The agent: a system service on the tailnet. On svc, which runs no containers of its own, it finds no podman.
 */
export const agent = (machine: string, id: number, path: string): readonly ProvisionItem[] => [
  command("root", `install -d -o ${user} -g ${group} -m 0750 /srv/mcp/mcp-agent`),
  ...certificates(user, [
    {
      directory: "/srv/mcp/mcp-agent",
      names: [
        `mcp-agent.svc.mcp.metacircular.net,${machine}.mcp.metacircular.net,`,
        address(machine, "tailnet"),
      ],
    },
  ]),
  programFile("mcp-agent", entryFile("programs/mcp-agent/main.ts")),
  file("/etc/metacircular/mcp-agent.toml", mcpAgentConfig(machine)),
  ...unit("mcp-agent.service", mcpAgentUnit(id, path)),
];

/**
 * A container has its own address. By default pasta gives it the machine's, and a name of the machine would lead to
 * the container itself. Source: podman-run(1), --network=pasta; passt(1).
 */
const ownAddress = file(
  "/etc/containers/containers.conf.d/50-metacircular.conf",
  '[network]\npasta_options = ["--address", "10.0.2.15", "--netmask", "24", "--gateway", "10.0.2.2"]\n',
);

/**
 * What the machine rift needs to hold the platform's account, these services' data and images: files to write and
 * commands to run, in this order. No container is made.
 */
export const riftProvision = (fields: RiftFields): readonly ProvisionItem[] => {
  const { components, whole, settled = false } = fields;
  const programs = unique(
    programsOf(fields).map(({ program }) => program),
    ({ name }) => name,
  );
  return [
    ...account(settled),
    kernelSettings(components),
    ...data(programs),
    ...certificates(user, certificatesOf(programs)),
    ...(whole
      ? [
          ownAddress,
          resolver([address("rift", "lan")]),
          ...agent("rift", settled ? SETTLED_ID : mcpAccount.uid, PODMAN_PATH),
        ]
      : []),
    ...images(fields),
  ];
};
