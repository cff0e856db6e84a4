import {
  type Check,
  type Command,
  check,
  drillOnly,
  http,
  type Loss,
  loss,
  type Raw,
  type Rig,
  raw,
  step,
} from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { podmanRunLine } from "#twin/platform/podman-run.ts";
import { networks, orion, rift, svc } from "../hosts.ts";
import { command, type ProvisionItem } from "../provision-items.ts";
import { account, agent, riftProvision } from "../provision-rift.ts";
import { sshServer } from "../provision-svc.ts";
import { podmanStorage } from "../recovery-steps.ts";
import { provisionActions } from "../rig-actions.ts";
import { service } from "../services.ts";
import { PODMAN_PATH } from "../units/units.ts";

/** The account that runs every container of orion. */
export const mcp = orion.account("mcp");

/** Svc with only its accounts and the tailnet. */
export const smallSvc = { ...svc, spec: { ...svc.spec, addresses: { tailnet: "198.51.100.20" } } };

/** Every machine of the platform that has the account. */
export const everyMachine = [orion, rift, smallSvc];

/** The queue, on orion instead of rift. */
const component: Component = { ...service("mcq"), node: "orion" };
const database = component.databaseFile ?? "";
const canaryUrl = component.healthUrl.replace("/v1/health", "/v1/canary");

/** The one container that orion runs. */
export const queue = {
  name: component.name,
  image: component.image,
  dataDir: component.dataDir,
  podmanRun: { kind: "raw", text: podmanRunLine(component) } satisfies Raw,
  isHealthy: (): Check => http(orion).answers(component.healthUrl, 200, { as: component.name }),
  hasRows: (rows: number): Check =>
    drillOnly(
      check(
        `mcq has its ${rows} rows of canary data`,
        mcp.sh`sqlite3 ${database} 'select count(*) from canary'`.printsExactly(String(rows)),
      ),
    ),
  losesRows: (): Loss =>
    loss.rows(
      "mcq-rows",
      "rows of mcq",
      orion.root,
      database,
      "select id || ' ' || token from canary order by id",
    ),
};

/** A system service with `User=mcp`, which systemd starts again five seconds after it was killed. Source: NIX. */
export const agentRuns: Check = check(
  "orion's agent runs",
  orion.root.sh`systemctl is-active mcp-agent`.printsExactly("active"),
);

/** A process of the account `sshd` serves each new connection. Source: sshd(8), ssh-keyscan(1). */
export const sshAnswers = (title = "orion's ssh server answers"): Check =>
  check(
    title,
    rift.root
      .sh`ssh-keyscan -t ed25519 ${orion.on("tailnet")} 2>/dev/null | awk '!/^#/ { print $2 }'`.printsExactly(
      "ssh-ed25519",
    ),
  );

const leftInMountPoints = raw(`${podmanStorage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*'`);

/** Leftovers of a failed start are below the container's file system; podman does not remove them. */
export const emptyMountPoints: Command = mcp.sh`podman unshare find ${leftInMountPoints} -exec rm -r {} +`;

/** The number of accounts that automatic assignment creates before it reaches 995. */
const takeUidsAbove = (uid: number): readonly ProvisionItem[] => [
  command(
    "root",
    `for id in $(seq ${uid + 1} 999); do getent passwd "$id" >/dev/null || useradd --system --no-user-group --gid nogroup --no-create-home --uid "$id" "installed-$id"; done`,
  ),
];

/** Debian's sysusers line of sshd's account; bookworm has none, because its package uses adduser, which counts upwards. */
const sshdsLine = command(
  "root",
  `cd /usr/lib/sysusers.d && { [ -e openssh-server.conf ] || echo 'u sshd -:nogroup "sshd user" /run/sshd' > openssh-server.conf; }`,
);

/** The automatic accounts of orion when sshd gets the highest free UID. */
export type WorkerRigFields = { readonly rows: number; readonly uid: number };

/** The worker orion with one container, and the accounts of rift and svc. */
export const workerRig = ({ rows, uid }: WorkerRigFields): Rig => ({
  networks,
  machines: [
    {
      ...orion.spec,
      provision: provisionActions(orion, [
        ...riftProvision({ components: [component], whole: false }),
        ...agent("orion", uid, PODMAN_PATH),
        ...takeUidsAbove(uid),
        sshdsLine,
        ...sshServer(),
      ]),
    },
    ...[rift, smallSvc].map((one) => ({ ...one.spec, provision: provisionActions(one, account(false)) })),
  ],
  setup: [
    step("Start mcq", {
      why: "It is the container that orion runs for the platform.",
      run: mcp.sh`${queue.podmanRun}`,
      verify: queue.isHealthy(),
    }),
    step(`Write ${rows} rows into mcq`, {
      why: "The drill measures their loss.",
      run: orion.root
        .sh`curl --fail-with-body --silent --show-error --json ${JSON.stringify({ rows })} ${canaryUrl}`,
      verify: queue.hasRows(rows),
    }),
  ],
  samples: [queue.isHealthy()],
  note: "systemd, sshd, podman, shadow's tools and SQLite are real, and systemd-sysusers assigns UIDs from 999 downwards as NixOS does; mcq, the agent and apply-accounts are stand-ins written for the drill, the last for NixOS's update-users-groups.pl.",
});
