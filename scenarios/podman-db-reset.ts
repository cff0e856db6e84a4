import {
  account,
  check,
  fails,
  loss,
  podman,
  procedure,
  refutes,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  agentStartsNot,
  createFromDefinitions,
  emptyMountPoints,
  everyImage,
  everyService,
  everyServiceIsHealthy,
  installQuadletUnits,
  mcp,
  noAgentWith,
  noQuadletInContainers,
  platform,
  platformLosses,
  podmanDatabase,
  profile,
  rebootsByItself,
  removeLeftovers,
  rift,
  servicesReference,
  tagsAreTheDrills,
  vade,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { incident } from "./claims/index.ts";

const CANARY_ROWS = 20;
const services = everyService();
const names = services.map((one) => one.name);
const healthy = everyServiceIsHealthy();
const imagesAreThere = podman(mcp).hasImages(...everyImage());
const checklist = [...verificationChecklist(), ...healthy, imagesAreThere];

const knowsNoContainer = check("podman ps --all is empty", mcp.sh`podman ps --all --quiet`.printsNothing());
const knowsTheContainers = check(
  "podman knows every container",
  mcp.sh`podman ps --all --format '{{.Names}}' | wc --lines`.printsExactly(String(names.length)),
);

const agentKnowsThem = check(
  "the agent's registry has every container",
  mcp.sh`sqlite3 ${profile.word("agentRegistry")} ${"select count(*) from components"}`.printsExactly(
    String(names.length),
  ),
);

export default scenario({
  id: "podman-db-reset",
  title: "Podman's database is gone, and every container with it",
  source: "Metacircular post-mortem of 2026-04-03, and the disaster-recovery document",
  summary:
    "Podman keeps its list of containers in one SQLite file. Without it `podman ps --all` is empty. The images are still in overlay storage, and the data below /srv is unchanged; only the definitions of twelve containers are missing.",
  tags: ["podman", "rootless", "database"],
  notWith: noAgentWith,
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS }),

  steady: [...checklist, knowsTheContainers],

  fault: [
    step("End the account's session, with every container in it", {
      why: "The database is not removed while podman runs: in the incident a reboot came in between.",
      run: rift.root.sh`loginctl terminate-user mcp; systemctl stop user@$(id --user mcp).service`,
      verify: podman(mcp).noneRunning(),
      within: "60s",
    }),
    step("Lose podman's database", {
      why: "As after the UID change, where podman could no longer read it and it was removed.",
      run: rift.root.sh`rm ${podmanDatabase}`,
      verify: check("the database is gone", rift.root.sh`test -e ${podmanDatabase}`.exits(1)),
    }),
    step("Begin a new session", {
      why: "At a boot, lingering starts it.",
      run: rift.root.sh`systemctl start user@$(id --user mcp).service`,
      verify: account(mcp).hasSession(),
    }),
  ],
  breaks: [platform.allRun(), platform.resolvesItself(), knowsTheContainers, ...healthy],
  symptoms: [
    knowsNoContainer,
    podman(mcp).noneRunning(),
    imagesAreThere,
    agentKnowsThem,
    fails(platform.resolvesItself(), "no name of the platform resolves"),
  ],
  tellsApart: [
    {
      from: "bootstrap-from-zero",
      how: "The agent's registry has every container; there it is empty.",
      ask: agentKnowsThem,
    },
    {
      from: "cold-reboot",
      how: "Podman knows no container; there it knows every one, and none runs.",
      ask: knowsNoContainer,
    },
  ],
  preconditions: [account(mcp).hasSession(), imagesAreThere, systemd(rift).unitIsActive("mcp-agent")],

  procedures: {
    "by-hand": procedure({
      title: "Create every container again from its definition",
      summary: `What the post-mortem's operators did, with the commands that \`npm run drill services\` prints. ${tagsAreTheDrills}`,
      steps: [emptyMountPoints, removeLeftovers(names), ...createFromDefinitions()],
      loses: { containers: "they are created again, under the same names" },
    }),
    "agent-recover": procedure({
      title: "Have the agent create what its registry says",
      summary:
        "What the post-mortem recommends. The agent's registry is a file of its own and has every run-time parameter, so it survives the loss of podman's database.",
      steps: [
        step("Recover from the operator's machine", {
          why: "A container that podman does not know is removed from the storage and run again, stage by stage.",
          run: vade.operator.sh`mcp agent recover --node rift`,
          verify: platform.allRun(),
          within: "60s",
          otherwise: { look: agentStartsNot, take: "by-hand" },
        }),
      ],
      loses: { containers: "they are created again, under the same names" },
      needs: "`mcp agent recover`",
    }),
    quadlet: procedure({
      title: "Have systemd run the services from now on",
      summary:
        "Quadlet units made from the definitions. This is slower than the other procedures, but systemd then starts the services at every boot.",
      steps: [emptyMountPoints, removeLeftovers(names), ...installQuadletUnits()],
      endurance: [rebootsByItself()],
      loses: { containers: "they are created again, under the same names" },
      notOn: { container: noQuadletInContainers },
    }),
  },

  checklist: [...checklist, knowsTheContainers],
  losses: [
    ...platformLosses(),
    loss.lines(
      "definitions",
      "container definitions",
      mcp.sh`podman ps --all --format '{{.Names}} {{.Image}}'`,
    ),
  ],
  reference: [servicesReference()],
  claims: [
    refutes(
      "Lose podman's database",
      incident(15),
      "Podman keeps a database that names a missing path, and refuses to work (see uid-change). It makes a new one only after the file is removed.",
    ),
    reproduces("definitions", incident(17)),
    reproduces("agent-recover", incident(57, 58)),
    reproduces("by-hand", incident(59, 60)),
  ],
  never: ["Do not run `podman system reset`: it also deletes the images, which the recovery needs."],
});
