import { account, fails, loss, podman, procedure, scenario, step, systemd } from "#harness";
import {
  everyService,
  mcp,
  platform,
  rift,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";

const CANARY_ROWS = 20;
const services = everyService();
const everythingRuns = services.map((one) => podman(mcp).container(one.name).isRunning());
const everythingIsHealthy = services.map((one) => one.isHealthy());

export default scenario({
  id: "cold-reboot",
  title: "The platform's host was rebooted, and nothing came back",
  source: 'Metacircular post-mortem of 2026-04-03, "no boot sequencing"',
  summary:
    "Every container is declared `unless-stopped`, and after a plain reboot none of them runs: rootless podman has no daemon that would start them, and podman-restart.service starts what is declared `always` only.",
  tags: ["podman", "reboot", "boot-order"],
  rig: wholePlatformRig({
    canaryRows: CANARY_ROWS,
    samples: [
      platform.resolvesItself(),
      platform.resolvesTheWorld(),
      platform.registryAnswers(),
      platform.publicQueueAnswers(),
    ],
  }),

  steady: [...verificationChecklist(), ...everythingRuns, ...everythingIsHealthy],

  fault: [
    step("Reboot rift", {
      why: "As after an update of the kernel, or a power cut.",
      run: rift.reboot(),
      verify: [systemd(rift).isUp(), account(mcp).hasSession()],
      within: "60s",
    }),
  ],
  breaks: [platform.allRun(), platform.resolvesItself(), ...everythingRuns],
  symptoms: [podman(mcp).noneRunning(), fails(platform.resolvesTheWorld(), "no name resolves")],

  procedures: {
    "by-hand": procedure({
      title: "Start every container, stage by stage",
      summary: "Needs nothing but podman and the order of the stages.",
      steps: services.map((one) =>
        step(`Start ${one.name}`, {
          why: one.stageReason,
          run: mcp.sh`podman start ${one.name}`,
          verify: one.isHealthy(),
        }),
      ),
    }),
  },
  checklist: [...verificationChecklist(), ...everythingRuns, ...everythingIsHealthy],
  losses: [loss.containers(mcp), loss.images(mcp)],
});
