import {
  asserts,
  check,
  drillOnly,
  fails,
  podman,
  procedure,
  refutes,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  everyImage,
  everyService,
  everyServiceIsHealthy,
  leftToAPerson,
  mcp,
  noAgentWith,
  platform,
  platformLosses,
  profile,
  rift,
  service,
  servicesReference,
  startsNot,
  tagsAreTheDrills,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { dr, incident, nix } from "./claims/index.ts";

const CANARY_ROWS = 20;
const UID = 850;
const services = everyService();
const healthy = everyServiceIsHealthy();
const imagesAreThere = podman(mcp).hasImages(...everyImage());
const registry = profile.word("agentRegistry");
const registryIsEmpty = check(
  "the agent's registry is empty",
  mcp.sh`sqlite3 ${registry} ${"select count(*) from components"}`.printsExactly("0"),
);
const hasImages = check(
  "podman has images: a number above 0",
  mcp.sh`podman images --quiet | wc --lines`.prints(/^[1-9]/),
);
const tooEarly = service("mcr-api");
const agentRuns = systemd(rift).unitIsActive("mcp-agent");
const hasNoLogin = drillOnly(
  check(
    "mcp is an account without a login, at home in /srv/mcp",
    rift.root.sh`getent passwd mcp`.prints(/:\/srv\/mcp:\S*\/nologin$/m),
  ),
);
const loginIsRefused = drillOnly(
  check(
    "a login of mcp ends at its shell",
    rift.root.sh`su --login mcp --command true`.exits(1, /This account is currently not available/),
  ),
);
/** A shell splits the value at its spaces; quotes within it are letters. Source: POSIX, Shell Command Language, 2.6. */
const prefixIsNoCommand = drillOnly(
  check(
    "a command with quotes does not survive in a variable",
    rift.root.sh`PODMAN_CMD='sh -c "cd /srv/mcp && su -s /bin/sh mcp -c"'; $PODMAN_CMD "podman ps"`.exits(
      2,
      /Unterminated quoted string/,
    ),
  ),
);
const readsTheJournal = drillOnly(
  check(
    "mcp may read the journal of the agent's unit",
    mcp.sh`journalctl --unit mcp-agent --lines 1 --quiet --output cat`.prints(/\S/),
  ),
);
const checklist = [...verificationChecklist(), ...healthy];

export default scenario({
  id: "bootstrap-from-zero",
  title: "Nothing runs: bring the whole platform up from cached images",
  source: "Metacircular disaster-recovery document, bootstrap from zero",
  summary:
    "No container exists, the agent's registry is empty, and names do not resolve. The images are cached and the data is there. Twelve containers start in four stages, each healthy before the next.",
  tags: ["podman", "bootstrap", "boot-order"],
  notWith: noAgentWith,
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS }),

  steady: [...checklist, imagesAreThere, agentRuns],

  fault: [
    step("Lose every container", {
      why: "The platform must come up from images, definitions and data alone.",
      run: mcp.sh`podman rm --force --all --time 2`,
      verify: podman(mcp).noneRunning(),
      within: "60s",
    }),
    step("Lose the agent's registry", {
      why: "With its registry the agent could bring the containers back. In the incident the registry was empty.",
      run: rift.root.sh`systemctl stop mcp-agent && rm ${registry} && systemctl start mcp-agent`,
      verify: agentRuns,
    }),
    step("Try the core before the foundation", {
      why: "This shows the need for stages: without names, a service of the second stage runs but never becomes healthy.",
      // A name that was asked for in the last minutes would still be in the cache.
      run: [rift.root.sh`resolvectl flush-caches`, mcp.sh`${tooEarly.podmanRun}`],
      verify: check(
        "mcr-api says what it misses",
        rift.root
          .sh`curl --silent --show-error ${profile.word("trust")} ${tooEarly.component.healthUrl}`.prints(
          /"status":"error".*mcias\.metacircular\.net/,
        ),
      ),
    }),
    step("Take it away again", {
      why: "The recovery begins with nothing.",
      run: mcp.sh`podman rm --force --time 2 ${tooEarly.name}`,
      verify: podman(mcp).noneRunning(),
    }),
  ],
  breaks: [platform.allRun(), platform.resolvesItself(), platform.registryAnswers(), ...healthy],
  symptoms: [
    check("podman ps --all is empty", mcp.sh`podman ps --all --quiet`.printsNothing()),
    registryIsEmpty,
    hasImages,
    imagesAreThere,
    fails(platform.resolvesItself(), "no name of the platform resolves"),
    fails(platform.resolvesTheWorld(), "no other name resolves through MCNS, either"),
  ],

  tellsApart: [
    {
      from: "podman-db-reset",
      how: "The agent's registry is empty; there it has every container.",
      ask: registryIsEmpty,
    },
    { from: "cold-start", how: "The images are there; there podman has none.", ask: hasImages },
  ],

  preconditions: [
    check("this is rift", rift.root.sh`hostname`.printsExactly("rift")),
    check(
      "rift has its tailnet address",
      rift.root.sh`ip -4 -brief address | grep --fixed-strings --word-regexp ${rift.on("tailnet")}`,
    ),
    check(`mcp has UID and GID ${UID}`, rift.root.sh`id mcp`.prints(/uid=850\(mcp\) gid=850\(mcp\)/)),
    agentRuns,
    imagesAreThere,
    hasNoLogin,
    loginIsRefused,
    prefixIsNoCommand,
    readsTheJournal,
  ],

  procedures: {
    "by-stage": procedure({
      title: "Start every service from its definition, stage by stage",
      summary: `The recovery document's own procedure, with the commands that \`npm run drill services\` prints. ${tagsAreTheDrills}`,
      steps: services.map((one) =>
        step(`Stage ${one.component.stage}: start ${one.name}`, {
          why: one.stageReason,
          ...leftToAPerson(one.name),
          run: mcp.sh`${one.podmanRun}`,
          verify: one.isHealthy(),
          otherwise: startsNot(one.name),
        }),
      ),
      loses: { containers: "they are created again, under the same names" },
    }),
  },

  checklist,
  losses: platformLosses(),
  reference: [servicesReference()],
  claims: [
    asserts(imagesAreThere, incident(32)),
    asserts(imagesAreThere, dr(70)),
    reproduces("the agent's registry is empty", incident(34)),
    reproduces("by-stage", incident(56)),
    reproduces("by-stage", dr(78, 86, 88, 89, 92, 93, 96, 99, 100, 101, 102, 103)),
    asserts("mcp has UID and GID 850", incident(66)),
    asserts("mcp has UID and GID 850", dr(73)),
    asserts("mcp has UID and GID 850", nix(131)),
    asserts("this is rift", dr(71)),
    refutes(
      prefixIsNoCommand,
      dr(80),
      "A shell splits a variable's value at its spaces, so the quotes in it are letters and the command is not one. A function or a script works.",
    ),
    refutes(loginIsRefused, dr(81), "mcp's shell is nologin, which ends each login."),
    asserts(hasNoLogin, nix(126)),
    asserts(readsTheJournal, nix(129)),
    asserts(agentRuns, dr(74)),
    reproduces("Try the core before the foundation", dr(82)),
    asserts(platform.resolvesTheWorld(), dr(83)),
    asserts(platform.resolvesItself(), dr(84)),
    asserts(platform.proxyAnswers(), dr(87)),
    asserts(platform.knowsItsNodes(), dr(97, 117)),
    asserts("Deploy every service, stage by stage", dr(98)),
    asserts("Deploy every service, stage by stage", nix(132)),
    asserts(platform.allRun(), dr(104)),
    asserts(platform.identityAnswers(), dr(105)),
    asserts(platform.registryAnswers(), dr(106)),
    asserts(platform.authorityAnswers(), dr(107)),
    asserts(platform.publicQueueAnswers(), dr(108)),
    reproduces("mcr-api says what it misses", dr(112)),
  ],
  never: [
    "Do not bind 0.0.0.0:53: systemd-resolved holds that port on the loopback address, and MCNS says `Address already in use`.",
    "Do not wait for MCR before you start it: images are cached, and services start without it.",
  ],
});
