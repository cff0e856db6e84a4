import { address } from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { mcpAccount, SETTLED_ID } from "./accounts.ts";
import { entryFile } from "./paths.ts";
import { mciasCertificateNames, mciasConfig } from "./programs/mcias/config-text.ts";
import { type Program, publicPrograms } from "./programs.ts";
import { certificates, command, file, type ProvisionItem, programFile, unit } from "./provision-items.ts";
import { account, agent, images, resolver } from "./provision-rift.ts";
import { edgeUnit, mciasUnit, PATH_WITHOUT_PODMAN, PODMAN_PATH, publicDnsUnit } from "./units/units.ts";

const { name: user, group } = mcpAccount;

/** A program of the platform that svc runs as a unit, with its folder below /srv. */
export const svcService = (
  unitName: string,
  text: string,
  program: Program,
  config: string,
): readonly ProvisionItem[] => [
  command("root", `install -d -o ${user} -g ${group} -m 0750 ${program.dataDir}`),
  file(`/etc/metacircular/${config}.toml`, program.config),
  ...unit(unitName, text),
];

/** The path of the operator's key: the key of the rig's authority, which every machine of the rig has. */
const OPERATORS_KEY = "/etc/ssl/drillbook/ca.key";

/** Allows root logins on this machine with the operator's key. Source: sshd(8), AUTHORIZED_KEYS. */
export const sshServer = (): readonly ProvisionItem[] => [
  command(
    "root",
    `install -d -m 0700 /root/.ssh && ssh-keygen -y -f ${OPERATORS_KEY} > /root/.ssh/authorized_keys && chmod 600 /root/.ssh/authorized_keys`,
  ),
  command("root", "systemctl unmask ssh.service && systemctl enable --quiet ssh.service"),
];

/** Lets the account log in as root on rift; the host key is accepted at the first login. */
const operatorsKey = (): readonly ProvisionItem[] => [
  command("root", `install -d -o ${user} -g ${group} -m 0700 /srv/mcp/.ssh`),
  command("root", `install -o ${user} -g ${group} -m 0600 ${OPERATORS_KEY} /srv/mcp/.ssh/operator`),
  file(
    "/srv/mcp/.ssh/config",
    [
      "Host rift\n  HostName ",
      address("rift", "tailnet"),
      "\n  User root\n  IdentityFile /srv/mcp/.ssh/operator\n  StrictHostKeyChecking accept-new\n",
    ],
    "0600",
    `${user}:${group}`,
  ),
];

/** What the machine orion needs: the account and the agent; with `cached`, also the images of these components. */
export const orionProvision = (cached: readonly Component[] = []): readonly ProvisionItem[] => [
  ...account(true),
  resolver([address("rift", "lan")]),
  ...agent("orion", SETTLED_ID, PODMAN_PATH),
  ...(cached.length === 0 ? [] : [...images({ components: cached, whole: true }), ...operatorsKey()]),
];

/** What the machine svc needs: identity, the public edge, the public resolver, and the agent. */
export const svcProvision = (): readonly ProvisionItem[] => [
  ...account(true),
  ...certificates(user, [
    { directory: "/srv/mcias", names: [mciasCertificateNames.join(",")] },
    { directory: publicPrograms.edge.dataDir, names: [publicPrograms.edge.certificateNames.join(",")] },
  ]),
  programFile("mcias", entryFile("programs/mcias/main.ts")),
  programFile("mc-proxy", publicPrograms.edge.bundleOf),
  programFile("mcns", publicPrograms.resolver.bundleOf),
  file("/etc/metacircular/mcias.toml", mciasConfig),
  ...unit("mcias.service", mciasUnit()),
  ...svcService("mcias-edge.service", edgeUnit(), publicPrograms.edge, "edge"),
  ...svcService("public-dns.service", publicDnsUnit(), publicPrograms.resolver, "public-dns"),
  resolver([address("svc", "internet")]),
  ...agent("svc", SETTLED_ID, PATH_WITHOUT_PODMAN),
];
