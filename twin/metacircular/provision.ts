import type { Component } from "#harness/platform/definition.ts";
import type { Text } from "#harness/scenario/text.ts";
import { ACCOUNTS_FILE, accountsToml, mcpAccount } from "./accounts.ts";
import { containerfile, NODE_IMAGE } from "./image.ts";
import { entryFile, readBesideThis } from "./paths.ts";
import { type Program, programs } from "./programs.ts";

/** A file that a machine needs before its first drill. */
export type ProvisionFile = {
  readonly kind: "file";
  readonly path: string;
  readonly content: Text | { readonly bundleOf: string };
  readonly mode: string;
  readonly owner: string;
};

/** A command that a machine needs before its first drill; `script` is POSIX shell text. */
export type ProvisionCommand = { readonly kind: "command"; readonly user: string; readonly script: string };

export type ProvisionItem = ProvisionFile | ProvisionCommand;

const LIBRARY = "/usr/local/lib/metacircular";
const { name: user, uid, group } = mcpAccount;

const file = (
  path: string,
  content: string | ProvisionFile["content"],
  mode = "0644",
  owner = "root:root",
): ProvisionFile => ({
  kind: "file",
  path,
  content: typeof content === "string" ? [content] : content,
  mode,
  owner,
});

const command = (as: string, script: string): ProvisionCommand => ({ kind: "command", user: as, script });

const scriptFile = (name: string): ProvisionFile =>
  file(`${LIBRARY}/${name}`, readBesideThis(`provision/${name}`), "0755");

const tools: readonly ProvisionFile[] = [
  ...[
    "vacate-uid.sh",
    "make-certificates.sh",
    "start-session.sh",
    "import-node-image.sh",
    "build-service-image.sh",
  ].map(scriptFile),
  file(`${LIBRARY}/apply-accounts.mjs`, { bundleOf: entryFile("apply-accounts/main.ts") }),
  file(
    "/usr/local/sbin/apply-accounts",
    `#!/bin/sh\nexec /usr/local/bin/node ${LIBRARY}/apply-accounts.mjs "$@"\n`,
    "0755",
  ),
  file(ACCOUNTS_FILE, accountsToml),
];

/**
 * Published ports above 32767 are in the range from which the kernel takes the near end of outgoing connections:
 * whoever has one at the wrong moment keeps a container from starting with "Address already in use".
 * Source: ip-sysctl, ip_local_reserved_ports.
 */
const reservedPorts = (components: readonly Component[]): ProvisionFile => {
  const ports = components.flatMap(({ ports: published, listens }) => [
    ...published.map(({ hostPort }) => hostPort),
    ...listens,
  ]);
  const list = [...new Set(ports)].sort((a, b) => a - b).join(",");
  return file("/etc/sysctl.d/50-metacircular.conf", `net.ipv4.ip_local_reserved_ports = ${list}\n`);
};

const programOf = (component: Component): Program => {
  const found = programs[component.service];
  if (found === undefined) throw new RangeError(`the twin has no program for ${component.name}`);
  return found;
};

const data = (component: Component): readonly ProvisionItem[] => [
  command("root", `install -d -o ${user} -g ${group} -m 0750 ${component.dataDir}`),
  file(
    `${component.dataDir}/${component.service}.toml`,
    programOf(component).config,
    "0640",
    `${user}:${group}`,
  ),
];

const certificates = (components: readonly Component[]): readonly ProvisionItem[] => {
  const entries = components
    .map((component) => ({ service: component.service, names: programOf(component).certificateNames }))
    .filter(({ names }) => names.length > 0)
    .map(({ service, names }) => `${service}:${names.join(",")}`);
  return entries.length === 0
    ? []
    : [command("root", `${LIBRARY}/make-certificates.sh ${user} ${entries.join(" ")}`)];
};

const contextOf = (program: Program): string => `${LIBRARY}/images/${program.name}`;

const image = (component: Component): readonly ProvisionItem[] => {
  const program = programOf(component);
  const context = contextOf(program);
  return [
    file(`${context}/Containerfile`, containerfile(program.name)),
    file(`${context}/${program.name}.mjs`, { bundleOf: program.bundleOf }),
    command(user, `${LIBRARY}/build-service-image.sh ${component.image} ${context}`),
  ];
};

/**
 * What a bare machine needs to hold the platform's account, these services' data and images: files to
 * write and commands to run, in this order. No container is made.
 */
export const provisionFor = (components: readonly Component[]): readonly ProvisionItem[] => [
  ...tools,
  command("root", `${LIBRARY}/vacate-uid.sh ${uid} ${user}`),
  command("root", "apply-accounts"),
  reservedPorts(components),
  ...components.flatMap(data),
  ...certificates(components),
  command("root", `${LIBRARY}/start-session.sh ${user}`),
  command(user, `${LIBRARY}/import-node-image.sh ${NODE_IMAGE}`),
  ...components.flatMap(image),
];
