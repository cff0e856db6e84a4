import {
  account,
  check,
  fails,
  files,
  podman,
  procedure,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  agentStartsNot,
  changeUid,
  createFromDefinitions,
  emptyMountPoints,
  everyImage,
  everyService,
  everyServiceIsHealthy,
  giveDataBack,
  mcp,
  noAgentWith,
  platform,
  platformLosses,
  podmanDatabase,
  profile,
  removeLeftovers,
  rift,
  servicesReference,
  tagsAreTheDrills,
  tailnetUp,
  vade,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { dr, incident } from "./claims/index.ts";

const OLD_UID = 995;
const NEW_UID = 850;
const CANARY_ROWS = 20;
const services = everyService();
const names = services.map((one) => one.name);
const healthy = everyServiceIsHealthy();
const imagesAreThere = podman(mcp).hasImages(...everyImage());
const ownedByMcp = files(rift, "/srv").noneOwnedBy(OLD_UID);
const hasSession = account(mcp).hasSession();
const agentRuns = systemd(rift).unitIsActive("mcp-agent");
const unit = "/etc/systemd/system/mcp-agent.service";
const saved = `${podmanDatabase}.before-the-cascade`;

const tailnetIsOn = check(
  "vade reaches rift over the tailnet",
  vade.root.sh`ping -c 1 -W 2 ${rift.on("tailnet")}`,
);
const agentAnswers = check(
  "the agent on rift answers",
  vade.root
    .sh`curl --silent --show-error --output /dev/null --max-time 3 ${profile.word("trust")} https://${rift.on("tailnet")}:9444/v1/health`,
);

const checklist = [
  account(mcp).hasUid(NEW_UID),
  hasSession,
  tailnetIsOn,
  agentAnswers,
  ownedByMcp,
  ...verificationChecklist(),
  ...healthy,
];

const before = [
  check("the old database is kept aside", mcp.sh`head --bytes=15 ${saved}`.printsExactly("SQLite format 3")),
];

const prepare = [
  step("Turn the tailnet on again", {
    why: "The agent listens on the tailnet address only: without the tailnet, rift cannot be repaired from here.",
    run: vade.heal("tailnet", tailnetUp),
    verify: tailnetIsOn,
    otherwise:
      "`tailscale status --self` says what is missing; after a logout it prints the address where a person logs in.",
  }),
  giveDataBack(OLD_UID, NEW_UID),
  step("Put podman's database aside", {
    why: "It names the run directory of the old UID, so podman refuses every command. Without it podman knows no container, but works.",
    run: mcp.sh`mv ${podmanDatabase} ${saved}`,
    verify: [podman(mcp).answers(), imagesAreThere],
    otherwise: "`fuser` with the name of the database, as root, names the process that holds it.",
  }),
  emptyMountPoints,
  removeLeftovers(names),
];

const noWayIn = check("mcp ps shows an error for rift", vade.operator.sh`mcp ps`.exits(1, /^rift .*error/m));

export default scenario({
  id: "cascade",
  title: "A new UID, a reboot, no containers, no names, and no access to the agent",
  source: "Metacircular post-mortem of 2026-04-03, the whole evening",
  summary:
    "The account that runs every container got a new UID. After the reboot podman refused every command. MCNS was down, so no name resolved anywhere. The operator turned the tailnet off to get names back, and lost access to the agent. This drill causes all of these failures, and recovers from all of them.",
  tags: ["podman", "rootless", "uid", "dns", "tailnet", "reboot"],
  notWith: noAgentWith,
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS, settled: false }),

  steady: [
    account(mcp).hasUid(OLD_UID),
    hasSession,
    tailnetIsOn,
    agentAnswers,
    imagesAreThere,
    ...verificationChecklist(),
    ...healthy,
  ],

  fault: [
    step("Stop the agent, and give its unit the new UID", {
      why: "The unit is declared beside the account, and the rebuild changes it; the account itself stays unchanged. The agent runs as the account, and usermod refuses while one of its processes runs.",
      run: rift.root
        .sh`systemctl stop mcp-agent && sed --in-place 's/${OLD_UID}/${NEW_UID}/g' ${unit} && systemctl daemon-reload`,
      verify: fails(agentRuns, "the agent does not run"),
    }),
    ...changeUid(OLD_UID, NEW_UID),
    step("Reboot for a clean session", {
      why: "The session of the old UID must end; lingering starts one of the new UID.",
      run: rift.reboot(),
      verify: hasSession,
      within: "60s",
    }),
    step("Turn the tailnet off on the workstation", {
      why: "Its resolver sent every question to the dead MCNS. In the incident, public names resolved again with the tailnet off, but the agent could not be reached.",
      run: vade.cut("tailnet", { address: "goes" }),
      verify: fails(tailnetIsOn, "rift is not reached over the tailnet"),
    }),
  ],
  breaks: [
    platform.allRun(),
    platform.resolvesItself(),
    platform.resolvesTheWorld(),
    tailnetIsOn,
    agentAnswers,
    ownedByMcp,
    ...healthy,
  ],
  symptoms: [
    check(
      "podman fails and blames the OCI runtime, or the old run directory",
      mcp.sh`podman ps --all`.exits(125, {
        container: /default OCI runtime "crun" not found: invalid argument/,
        vm: /RunRoot is pointing to a path \(\/run\/user\/995\/containers\) which is not writable/,
        why: "on a kernel of its own podman warns of the old run directory before it blames the runtime.",
      }),
    ),
    podman(mcp).noneRunning(),
    fails(platform.resolvesTheWorld(), "no name resolves"),
    noWayIn,
    files(rift, "/srv").someOwnedBy(OLD_UID),
  ],
  tellsApart: [
    {
      from: "uid-change",
      how: "Access is lost, too: the operator's tool does not reach the agent.",
      ask: noWayIn,
    },
    {
      from: "tailnet-only-agent",
      how: "Podman fails as well; there it works, and only access to the agent is lost.",
      look: /default OCI runtime .* not found|RunRoot is pointing to a path/,
    },
  ],
  preconditions: [account(mcp).hasUid(NEW_UID), hasSession, podman(mcp).noneRunning()],

  procedures: {
    "by-hand": procedure({
      title: "Access, owners, database, then every service from its definition",
      summary: `What the operators did that night, in the order that they found in the end. ${tagsAreTheDrills}`,
      steps: [...prepare, ...createFromDefinitions()],
      loses: { containers: "they are created again, under the same names" },
    }),
    "agent-recover": procedure({
      title: "Access, owners, database, then the agent",
      summary:
        "What the post-mortem recommends: the agent's registry has every parameter, and survived the incident.",
      steps: [
        ...prepare,
        step("Recover from the operator's machine", {
          why: "The agent starts a stage, waits until all of it is healthy, and continues.",
          run: vade.operator.sh`mcp agent recover --node rift`,
          verify: platform.allRun(),
          within: "60s",
          otherwise: { look: agentStartsNot, take: "by-hand" },
        }),
      ],
      loses: { containers: "they are created again, under the same names" },
      needs: "`mcp agent recover`",
    }),
  },

  checklist: [...checklist, ...before],
  losses: platformLosses(),
  reference: [servicesReference()],
  claims: [reproduces("by-hand", incident(36)), reproduces(noWayIn, dr(113))],
  never: [
    "Never change the UID of an account that runs rootless podman.",
    "Do not turn the tailnet off to get names back: configure a fallback for the resolver, and keep access to the agent.",
  ],
});
