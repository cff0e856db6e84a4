import type { HostImageKind } from "./build/kinds.ts";
import { hostImages } from "./build/kinds.ts";

/** How drillbook is run on one host, for the row of the table of hosts with this id. */
export type HostRun = {
  readonly id: string;
  readonly image: HostImageKind;
  readonly user: "root" | "ops";
  /** The administrator's set-up, run first, as root. */
  readonly prepare: string;
  /**
   * Provided besides a clone: the root file system of the machines, and node_modules as `npm ci` leaves it. Without them
   * the host makes both, which takes more than half an hour when it is emulated.
   */
  readonly comesWith: "base and dependencies" | "nothing";
  /** As the user, in a clean clone. */
  readonly command: string;
  readonly ends: { readonly exitCode: 0 } | { readonly exitCode: 69; readonly says: RegExp };
};

/** First a scenario without images of its own: what a host refuses to a machine shows before the half hour of the other. */
const drill = "npm run drill small -- --scenarios test/fixtures/scenarios/small && npm run drill uid-change";
const startDocker = "systemctl start docker.service";
const verified = { exitCode: 0 } as const;

/** The distribution's socket of rootless Podman; lingering has started the user's systemd. */
const podmanSocket = "systemctl --user enable --now podman.socket";
const moreIds = "usermod --add-subuids 300000-499999 --add-subgids 300000-499999 ops";
/**
 * Debian has Docker's script in its documentation, not in PATH. Its last command searches the client in its own folder;
 * the service runs by then.
 */
const rootlessDocker =
  "{ PATH=/usr/share/docker.io/contrib:/usr/sbin:$PATH dockerd-rootless-setuptool.sh install --skip-iptables || " +
  "systemctl --user is-active docker; }";

export const hostRuns: readonly HostRun[] = [
  {
    id: "debian13-docker-user",
    image: hostImages.engines,
    user: "ops",
    prepare: startDocker,
    comesWith: "base and dependencies",
    command: drill,
    ends: verified,
  },
  {
    id: "debian13-root",
    image: hostImages.bare,
    user: "root",
    prepare: `
      sed -i 's/^127.0.0.1 .*/& deb.debian.org security.debian.org/' /etc/hosts
      systemd-run --unit mirror busybox httpd -f -p 127.0.0.1:80 -h /srv/stuff/mirror`,
    comesWith: "nothing",
    command: `${drill} && npm test -- unit`,
    ends: verified,
  },
  {
    id: "debian13-podman-rootless",
    image: hostImages.engines,
    user: "ops",
    prepare: moreIds,
    comesWith: "base and dependencies",
    command: `${podmanSocket} && ${drill}`,
    ends: verified,
  },
  {
    id: "debian13-podman-rootless-few-ids",
    image: hostImages.engines,
    user: "ops",
    prepare: "",
    comesWith: "base and dependencies",
    command: `${podmanSocket} && ${drill}`,
    ends: { exitCode: 69, says: /too few user and group ids[\s\S]*usermod --add-subuids/ },
  },
  {
    id: "ubuntu-runner",
    image: hostImages.engines,
    user: "ops",
    prepare: startDocker,
    comesWith: "base and dependencies",
    command: `sudo env "PATH=$PATH" GITHUB_ACTIONS=true sh -c '${drill}'`,
    ends: verified,
  },
  {
    id: "debian12-docker-user",
    image: hostImages.bookworm,
    user: "ops",
    prepare: startDocker,
    comesWith: "base and dependencies",
    command: drill,
    ends: verified,
  },
  {
    id: "forky-docker-user",
    image: hostImages.forky,
    user: "ops",
    prepare: startDocker,
    comesWith: "base and dependencies",
    command: drill,
    ends: verified,
  },
  {
    id: "debian13-docker-rootless",
    image: hostImages.engines,
    user: "ops",
    prepare: moreIds,
    comesWith: "base and dependencies",
    command: `${rootlessDocker} && ${drill}`,
    ends: verified,
  },
];
