import { type Check, type Rig, step } from "drillbook";
import { SETTLED_ID } from "../accounts.ts";
import { mcp, networks, rift, vade } from "../hosts.ts";
import { readBesideThis } from "../paths.ts";
import { mcpConfig } from "../programs/mcp/config-text.ts";
import { command, file, LIBRARY, type ProvisionItem, scriptFile, unit } from "../provision-items.ts";
import { agent, riftProvision } from "../provision-rift.ts";
import { commandLine } from "../provision-vade.ts";
import { fillWithCanaries } from "../rig.ts";
import { provisionActions } from "../rig-actions.ts";
import { type Service, service } from "../service-words.ts";
import { nixAgentUnit, nixosPlacesUnit, PODMAN_PATH } from "../units/units.ts";
import { agentUnitMatrix } from "./matrix.ts";
import { MATRIX_DIR, MATRIX_IMAGE, SETUID_IMAGE } from "./questions.ts";

/** The agent's containers in this incident. */
export const agentsServices: readonly Service[] = [service("mcns"), service("mcq")];

const own = (name: string): string => readBesideThis(`agent-unit/${name}`);

const places: readonly ProvisionItem[] = [
  file(`${LIBRARY}/nixos-places.sh`, own("nixos-places.sh"), "0755"),
  ...unit("nixos-places.service", nixosPlacesUnit()),
  command("root", "systemctl daemon-reload && systemctl start nixos-places.service"),
];

const matrixImages: readonly ProvisionItem[] = [
  scriptFile("import-program-image.sh"),
  file(`${LIBRARY}/make-matrix-image.sh`, own("make-matrix-image.sh"), "0755"),
  command("root", `install -d -o mcp -g mcp -m 0750 ${MATRIX_DIR}`),
  file(`${MATRIX_DIR}/web.pl`, own("web.pl"), "0644", "mcp:mcp"),
  command("mcp", `${LIBRARY}/import-program-image.sh ${MATRIX_IMAGE} /usr/bin/perl`),
  command("mcp", `${LIBRARY}/make-matrix-image.sh ${SETUID_IMAGE}`),
];

/** On a host with cgroup v1 podman warns at each command; the machine's login shells suppress that, and units do, too. */
const noWarnings = file(
  "/etc/systemd/system.conf.d/60-podman.conf",
  "[Manager]\nDefaultEnvironment=PODMAN_IGNORE_CGROUPSV1_WARNING=1\n",
);

const onRift = (): readonly ProvisionItem[] => [
  ...riftProvision({
    components: agentsServices.map(({ component }) => component),
    whole: false,
    settled: true,
  }),
  ...agent("rift", SETTLED_ID, PODMAN_PATH),
  file("/etc/systemd/system/mcp-agent.service", nixAgentUnit(SETTLED_ID)),
  noWarnings,
  ...places,
  ...matrixImages,
];

const onVade = (): readonly ProvisionItem[] => [
  ...commandLine(),
  file("/etc/metacircular/mcp.toml", mcpConfig({ nodes: ["rift"], addresses: { rift: ["lan", "tailnet"] } })),
  ...agentsServices.map(({ component }) =>
    file(
      `/etc/metacircular/services/${component.service}.toml`,
      // A component without a definition here cannot be a need.
      readBesideThis(`services/${component.service}.toml`).replace(/^needs = .*\n/m, ""),
    ),
  ),
];

export type AgentUnitRigFields = {
  readonly samples: readonly Check[];
  /** Holds when the operator's tool shows every container running. */
  readonly allRun: Check;
  /** Holds while a pause process of mcp's podman lives. */
  readonly pauseLives: Check;
  readonly canaryRows: number;
};

/** The host rift with its agent in the unit of mcp.nix, two services, and the operator's vade. */
export const agentUnitRig = ({ samples, allRun, pauseLives, canaryRows }: AgentUnitRigFields): Rig => ({
  networks,
  machines: [
    {
      ...rift.spec,
      provision: [...provisionActions(rift, onRift()), ...agentUnitMatrix.provision()],
    },
    {
      ...vade.spec,
      addresses: { lan: "192.0.2.30", tailnet: "198.51.100.30" },
      provision: provisionActions(vade, onVade()),
    },
  ],
  setup: [
    step("Run podman once as mcp, by hand", {
      why: "The installation of the host included such a command. Podman's pause process has existed since then, and the agent depends on it.",
      run: mcp.sh`podman ps`,
      verify: pauseLives,
    }),
    step("Deploy both services", {
      why: "The agent starts them from its unit, unchanged.",
      run: vade.root.sh`mcp deploy --all --direct`,
      verify: allRun,
      within: "60s",
    }),
    ...agentsServices.map((one) => fillWithCanaries(one, canaryRows)),
  ],
  samples,
  note: "systemd, podman, SQLite, dig and curl are real; the services, the agent and its command line are stand-ins written for the drill. The machine is Debian with the programs at their places on NixOS.",
});
