import { check, fails, podman, procedure, scenario, step, systemd } from "drillbook";
import {
  everyImage,
  everyService,
  everyServiceIsHealthy,
  mcp,
  noAgentWith,
  platform,
  platformLosses,
  rift,
  service,
  servicesReference,
  startsNot,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";

const CANARY_ROWS = 20;
const UID = 850;
const services = everyService();
const healthy = everyServiceIsHealthy();
const imagesAreThere = podman(mcp).hasImages(...everyImage());
const registry = "/srv/mcp/mcp-agent/registry.db";
const tooEarly = service("mcr-api");
const agentRuns = systemd(rift).unitIsActive("mcp-agent");
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
          .sh`curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem ${tooEarly.component.healthUrl}`.prints(
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
    check(
      "the agent's registry is empty",
      mcp.sh`sqlite3 ${registry} ${"select count(*) from components"}`.printsExactly("0"),
    ),
    fails(platform.resolvesItself(), "no name of the platform resolves"),
    fails(platform.resolvesTheWorld(), "no other name resolves through MCNS, either"),
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
  ],

  procedures: {
    "by-stage": procedure({
      title: "Start every service from its definition, stage by stage",
      summary: "The document's own recovery, with the commands that `drill services --as podman` prints.",
      steps: services.map((one) =>
        step(`Stage ${one.component.stage}: start ${one.name}`, {
          why: one.stageReason,
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
  never: [
    "Do not bind 0.0.0.0:53: systemd-resolved holds that port on the loopback address, and MCNS says `Address already in use`.",
    "Do not wait for MCR before you start it: images are cached, and services start without it.",
  ],
});
