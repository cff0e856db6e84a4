import {
  account,
  asserts,
  check,
  fails,
  lasting,
  podman,
  procedure,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  agentStartsNot,
  everyService,
  everyServiceIsHealthy,
  installQuadletUnits,
  leftToAPerson,
  mcp,
  noAgentWith,
  noQuadletInContainers,
  platform,
  platformLosses,
  rebootsByItself,
  rift,
  startsNotAgain,
  vade,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { dr, incident, nix } from "./claims/index.ts";

const CANARY_ROWS = 20;
const services = everyService();
const names = services.map((one) => one.name);
const healthy = everyServiceIsHealthy();
const checklist = [...verificationChecklist(), ...healthy];
const agentListsThem = check(
  "mcp ps lists the containers, and shows no error of podman",
  vade.operator.sh`mcp ps`.exits(1, /^rift +mcns +mcns +1 +exited/m),
);
const podmanHasThem = check(
  "podman knows every container",
  mcp.sh`podman ps --all --format '{{.Names}}' | wc --lines`.printsExactly(String(names.length)),
);
const accountHasUnit = check(
  "mcp has the unit podman-restart.service",
  mcp.sh`systemctl --user cat podman-restart.service`,
);

export default scenario({
  id: "cold-reboot",
  title: "The platform's host was rebooted, and no container came back",
  source: 'Metacircular post-mortem of 2026-04-03, "no boot sequencing"',
  summary:
    "Every container is declared `unless-stopped`, and after a plain reboot none of them runs: rootless podman has no daemon that would start them, and podman-restart.service starts only what is declared `always`.",
  tags: ["podman", "reboot", "boot-order"],
  notWith: noAgentWith,
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS }),

  steady: checklist,

  fault: [
    step("Reboot rift", {
      why: "As after an update of the kernel, or a power cut.",
      run: rift.reboot(),
      verify: [systemd(rift).isUp(), account(mcp).hasSession(), systemd(rift).unitIsActive("mcp-agent")],
      within: "60s",
    }),
  ],
  breaks: [platform.allRun(), platform.resolvesItself(), platform.registryAnswers(), ...healthy],
  symptoms: [
    podman(mcp).noneRunning(),
    agentListsThem,
    podmanHasThem,
    fails(platform.resolvesItself(), "no name of the platform resolves"),
    fails(platform.resolvesTheWorld(), "no other name resolves through MCNS, either"),
  ],
  tellsApart: [
    {
      from: "agent-unit",
      how: "The agent can use podman, and lists the containers; there it shows an error of podman. Look before you type podman yourself: a podman by hand hides that incident until the next boot.",
      unless: "newuidmap: ",
      ask: agentListsThem,
    },
    {
      from: "podman-db-reset",
      how: "Podman knows the containers; there it knows none.",
      ask: podmanHasThem,
    },
    {
      from: "bootstrap-from-zero",
      how: "Podman knows the containers; there it knows none.",
      ask: podmanHasThem,
    },
  ],
  preconditions: [account(mcp).hasSession(), podman(mcp).answers()],

  procedures: {
    "by-hand": procedure({
      title: "Start every container by hand, stage by stage",
      summary: "Needs only podman, and an operator who knows the order.",
      steps: services.map((one) =>
        step(`Start ${one.name}`, {
          why: one.stageReason,
          ...leftToAPerson(one.name),
          run: mcp.sh`podman start ${one.name}`,
          verify: one.isHealthy(),
          otherwise: startsNotAgain(one.name),
        }),
      ),
      lasts: "until the next reboot",
    }),
    "agent-recover": procedure({
      title: "Have the agent start what its registry says",
      summary: "The agent started with the machine, and its registry knows every container and its stage.",
      steps: [
        step("Recover from the operator's machine", {
          why: "The agent starts a stage, waits until all of it is healthy, and continues. It listens on the tailnet.",
          run: vade.operator.sh`mcp agent recover --node rift`,
          verify: platform.allRun(),
          within: "60s",
          otherwise: { look: agentStartsNot, take: "by-hand" },
        }),
      ],
      lasts: "until the next reboot",
      needs: "`mcp agent recover`",
    }),
    "podman-restart": procedure({
      title: "Have podman-restart.service start everything",
      summary:
        "Podman's own solution, as a unit of the account. It knows no stages, and it starts only containers whose policy is `always`; from then on it does so at every boot.",
      requires: [accountHasUnit],
      steps: [
        step("Declare every container `always`", {
          why: "podman-restart.service ignores `unless-stopped`: it selects `restart-policy=always`.",
          run: mcp.sh`for name in ${names}; do podman update --restart always "$name"; done`,
          verify: services.map((one) => podman(mcp).container(one.name).hasRestartPolicy("always")),
          lasting: lasting({
            byHand:
              'write `restart = "always"` into the definition of each service on vade, in `~/.config/mcp/services`; otherwise the next deployment makes a container that podman-restart.service does not start.',
          }),
        }),
        step("Enable and start the account's podman-restart.service", {
          why: "It is a unit of the account's own manager, which starts at boot because the account lingers.",
          ...leftToAPerson("metacrypt-api"),
          run: mcp.sh`systemctl --user enable --now podman-restart.service`,
          verify: healthy,
          within: "60s",
          otherwise: {
            look: "`journalctl --user --unit podman-restart` names the container that does not start.",
            take: "by-hand",
          },
        }),
      ],
      endurance: [
        step("Reboot, and start nothing", {
          why: "From now on the account's manager starts every container at boot; without stages, each one waits for its own dependencies.",
          run: rift.reboot(),
          verify: healthy,
          within: "60s",
        }),
      ],
    }),
    quadlet: procedure({
      title: "Have systemd run the services, stage by stage",
      summary:
        "Quadlet units made from the definitions replace the containers created by hand. They start in the order of the stages, at every boot.",
      steps: installQuadletUnits(),
      endurance: [rebootsByItself()],
      loses: { containers: "they are created again, under the same names" },
      notOn: { container: noQuadletInContainers },
    }),
  },

  checklist,
  losses: platformLosses(),
  claims: [
    reproduces(podman(mcp).noneRunning(), incident(49)),
    asserts(systemd(rift).unitIsActive("mcp-agent"), dr(68)),
    asserts(account(mcp).hasSession(), nix(130)),
  ],
  never: [
    "By hand, do not start stage 2 before names resolve: its services do not become healthy, and the reason is hard to see. Where all start at once, each waits for its own dependencies.",
  ],
});
