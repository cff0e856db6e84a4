import { address, type Check, type Raw, type Rig, type Step, step, type Text } from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { loadDefinitions } from "#twin/platform/load.ts";
import { podmanRunLine } from "#twin/platform/podman-run.ts";
import { mcpAccount, SETTLED_ID } from "./accounts.ts";
import { mcp, networks, rift, vade } from "./hosts.ts";
import { besideThis, readBesideThis } from "./paths.ts";
import { mciasCertificateNames, mciasConfig } from "./programs/mcias/config-text.ts";
import { mcpConfig } from "./programs/mcp/config-text.ts";
import { mcpAgentConfig } from "./programs/mcp-agent/config-text.ts";
import { identityProgram } from "./programs.ts";
import { certificates, command, file, type ProvisionItem, programFile } from "./provision-items.ts";
import { agent, riftProvision, serviceImage } from "./provision-rift.ts";
import { commandLine } from "./provision-vade.ts";
import { provisionActions } from "./rig-actions.ts";
import { service } from "./service-words.ts";
import { mciasUnit, PODMAN_PATH } from "./units/units.ts";

const { name: user, group } = mcpAccount;
const owner = `${user}:${group}`;

/** By address: a name would add MCNS to the circle. */
const mciasUrl: Text = ["https://", address("rift", "tailnet"), ":8443"];

const agentConfig: Text = [
  ...mcpAgentConfig("rift"),
  '\n[auth]\nurl = "',
  ...mciasUrl,
  '"\nca = "/etc/ssl/metacircular/ca.pem"\n',
];

const commandLineConfig: Text = [
  ...mcpConfig({ nodes: ["rift"], addresses: { rift: ["lan", "tailnet"] } }),
  '\n[auth]\nurl = "',
  ...mciasUrl,
  '"\naccount = "admin"\npassword_file = "/etc/metacircular/password"\n',
];

const mcias = (): Component => {
  const [found] = loadDefinitions(besideThis("circular-services")).flatMap(({ components }) => components);
  if (found === undefined) throw new RangeError("circular-services has no definition");
  return found;
};

/** MCIAS as a container, made from its definition without the control plane. */
const mciasByHand = (): Raw => ({ kind: "raw", text: podmanRunLine(mcias()) });

/** The unit that runs MCIAS, with /etc/metacircular/mcias.toml. */
export const mciasServiceText = (): string => mciasUnit().replace("MCIAS on svc.", "MCIAS.");

const onRift = (): readonly ProvisionItem[] => [
  ...riftProvision({
    components: [service("mcns").component, service("mcq").component],
    whole: false,
    settled: true,
  }),
  ...agent("rift", SETTLED_ID, PODMAN_PATH),
  file("/etc/metacircular/mcp-agent.toml", agentConfig),
  command("root", `install -d -o ${user} -g ${group} -m 0750 /srv/mcias`),
  file("/srv/mcias/mcias.toml", mciasConfig, "0640", owner),
  ...certificates(user, [
    { directory: "/srv/mcias", names: [`${mciasCertificateNames.join(",")},`, address("rift", "tailnet")] },
  ]),
  ...serviceImage(mcias(), identityProgram),
  // Installed as by a package; only the recovery uses it.
  programFile("mcias", identityProgram.bundleOf),
];

const onVade = (): readonly ProvisionItem[] => [
  ...commandLine(),
  file("/etc/metacircular/mcp.toml", commandLineConfig),
  file("/etc/metacircular/password", "drill\n", "0600"),
  file("/etc/metacircular/services/mcns.toml", readBesideThis("services/mcns.toml")),
  file(
    "/etc/metacircular/services/mcq.toml",
    // There is no master, and a definition cannot need a service that is a unit.
    readBesideThis("services/mcq.toml").replace(/^needs = .*\n/m, ""),
  ),
  file("/etc/metacircular/services/mcias.toml", readBesideThis("circular-services/mcias.toml")),
];

export type CircularRigFields = {
  readonly samples: readonly Check[];
  /** Holds when MCIAS serves. */
  readonly mciasAnswers: Check;
  /** Holds when every service does. */
  readonly allRun: Check;
  /** Further set-up before the fault, when everything runs. */
  readonly setup: readonly Step[];
};

/** Rift with three services, one of them MCIAS, an agent that requires its tokens, and vade. */
export const circularRig = ({ samples, mciasAnswers, allRun, setup }: CircularRigFields): Rig => ({
  networks,
  machines: [
    { ...rift.spec, provision: provisionActions(rift, onRift()) },
    {
      ...vade.spec,
      addresses: withoutInternet(vade.spec.addresses),
      provision: provisionActions(vade, onVade()),
    },
  ],
  setup: [
    step("Start MCIAS by hand, this once", {
      why: "The control plane can deploy nothing before MCIAS runs. At the first installation an operator started MCIAS by hand for that reason.",
      run: mcp.sh`${mciasByHand()}`,
      verify: mciasAnswers,
    }),
    step("Deploy every service, MCIAS with them", {
      why: "From now on MCIAS is one of the agent's services, and the start by hand is not recorded.",
      run: vade.root.sh`mcp deploy --all --direct`,
      verify: allRun,
      within: "60s",
    }),
    ...setup,
  ],
  samples,
  note: "systemd, podman, SQLite and curl are real; the platform's services, its agent and its command line are stand-ins written for the drill, which log in at MCIAS as the platform's do.",
});

const withoutInternet = ({
  internet: _,
  ...addresses
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> => addresses;
