import { address } from "#harness/scenario/text.ts";
import { mcpAccount, SETTLED_ID } from "./accounts.ts";
import { entryFile } from "./paths.ts";
import { mciasCertificateNames, mciasConfig } from "./programs/mcias/config-text.ts";
import { type Program, publicPrograms } from "./programs.ts";
import { certificates, command, file, type ProvisionItem, programFile, unit } from "./provision-items.ts";
import { account, agent, resolver } from "./provision-rift.ts";
import { edgeUnit, mciasUnit, PATH_WITHOUT_PODMAN, PODMAN_PATH, publicDnsUnit } from "./units/units.ts";

const { name: user, group } = mcpAccount;

/** A program of the platform that svc runs as a service of systemd, with its folder below /srv. */
const service = (
  unitName: string,
  text: string,
  program: Program,
  config: string,
): readonly ProvisionItem[] => [
  command("root", `install -d -o ${user} -g ${group} -m 0750 ${program.dataDir}`),
  file(`/etc/metacircular/${config}.toml`, program.config),
  ...unit(unitName, text),
];

/** What the machine orion needs: the account and the agent. */
export const orionProvision = (): readonly ProvisionItem[] => [
  ...account(true),
  resolver([address("rift", "lan")]),
  ...agent("orion", SETTLED_ID, PODMAN_PATH),
];

/** What the machine svc needs: identity, the public edge, the resolver of the rest of the world, and the agent. */
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
  ...service("mcias-edge.service", edgeUnit(), publicPrograms.edge, "edge"),
  ...service("public-dns.service", publicDnsUnit(), publicPrograms.resolver, "public-dns"),
  resolver([address("svc", "internet")]),
  ...agent("svc", SETTLED_ID, PATH_WITHOUT_PODMAN),
];
