import type { UnitQuestion, UnitSituation } from "../../unit-matrix/index.ts";
import { mcpAccount, SETTLED_ID } from "../accounts.ts";

export const MATRIX_IMAGE = "localhost/matrix:1";
export const SETUID_IMAGE = "localhost/setuid:1";
export const MATRIX_DIR = "/srv/matrix";

const user = mcpAccount.name;
const runtime = `/run/user/${SETTLED_ID}`;

/** Each situation has its own containers; no outgoing connection can hold a port below 32768. */
const named = "name=$NAME-$SITUATION; port=$((21000 + NUMBER));";

/** Retries until success or for three seconds; prints the output of the last try. */
const untilItDoes = (command: string): string =>
  `end=$(($(date +%s) + 3)); until said=$(${command} 2>&1); do if [ "$(date +%s)" -ge $end ]; then echo "$said"; exit 1; fi; sleep 0.05; done`;

const answersOnItsPort = (port: string): string =>
  untilItDoes(`curl --silent --show-error --max-time 2 http://127.0.0.1:${port}/`);

/** As an operator in a shell of the account: no unit, no sandbox. Login shells have the last variable, too. */
const operator = `runuser --user ${user} -- env HOME=/srv/mcp XDG_RUNTIME_DIR=${runtime} PODMAN_IGNORE_CGROUPSV1_WARNING=1`;

const asOperator = (command: string): string => `cd /srv/mcp && ${operator} ${command}`;

/** Removes every container of the matrix. */
export const removeContainers = `${asOperator("podman ps --all --quiet --filter name=^agent-unit-")} | xargs --no-run-if-empty ${operator} podman rm --force --time 0 >/dev/null`;

export const questions: readonly UnitQuestion[] = [
  {
    id: "start",
    title: "a container starts",
    asked: "unit",
    script: `${named} rm -f ${MATRIX_DIR}/written-by-$name; podman run --detach --replace --name $name --publish 127.0.0.1:$port:8080 --volume ${MATRIX_DIR}:${MATRIX_DIR} ${MATRIX_IMAGE} ${MATRIX_DIR}/web.pl $name`,
  },
  {
    id: "publish",
    title: "it answers on its published port",
    asked: "unit",
    needs: "start",
    script: `${named} ${answersOnItsPort("$port")}`,
  },
  {
    id: "write",
    title: "it writes below /srv",
    asked: "unit",
    needs: "start",
    script: `${named} ${untilItDoes(`test -s ${MATRIX_DIR}/written-by-$name || { podman logs $name; false; }`)}`,
  },
  {
    id: "exec",
    title: "a command runs in it",
    asked: "unit",
    needs: "start",
    script: `${named} podman exec $name /usr/bin/perl -e 'print "ok\\n"'`,
  },
  {
    id: "load",
    title: "an image with a setuid file is loaded",
    asked: "unit",
    needs: "start",
    script: `podman load --quiet --input ${MATRIX_DIR}/setuid.tar && podman rmi --force ${SETUID_IMAGE}`,
  },
  {
    id: "compile",
    title: "memory may be written and executed, as just-in-time compilers need",
    asked: "unit",
    needs: "start",
    // mmap(0, 4096, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0).
    script:
      "case $(uname -m) in x86_64) mmap=9 ;; *) mmap=222 ;; esac; perl -e 'syscall(shift, 0, 4096, 7, 34, -1, 0) == -1 and die qq(mmap: $!\\n)' $mmap",
  },
  {
    id: "reach",
    title: "the machine reaches that port",
    asked: "machine",
    needs: "start",
    script: `${named} ${answersOnItsPort("$port")}`,
  },
  {
    id: "operator",
    title: "an operator's podman sees and writes the machine's /tmp and /var/tmp",
    asked: "machine",
    needs: "start",
    script: `touch /tmp/of-the-machine && ${asOperator(`podman unshare sh -c 'ls /tmp/of-the-machine && touch /tmp/of-the-operator /var/tmp/of-the-operator'`)}`,
  },
  {
    id: "remove",
    title: "an operator removes it",
    asked: "machine",
    needs: "start",
    script: `${named} ${asOperator('podman rm --force --time 1 "$name"')}`,
  },
  {
    id: "again",
    title: "it starts again",
    asked: "unit",
    script: "podman start $NAME-live",
  },
  {
    id: "reachable",
    title: "it answers on its published port again",
    asked: "unit",
    needs: "again",
    script: `port=$((21000 + NUMBER)); ${answersOnItsPort("$port")}`,
  },
];

/** Leaves the operator as the only user of mcp's podman. */
const withoutAgent = "systemctl stop mcp-agent.service";

/** The state of the account after a boot: no processes, a new run directory, podman not run yet. */
const newSession = [
  `systemctl stop user@${SETTLED_ID}.service user-runtime-dir@${SETTLED_ID}.service`,
  `pkill --signal KILL --uid ${user}`,
  "rm -f /dev/shm/libpod_rootless_lock_*",
  // Without a start limit: systemd allows five starts in ten seconds.
  `systemctl reset-failed user@${SETTLED_ID}.service user-runtime-dir@${SETTLED_ID}.service`,
  `systemctl start user@${SETTLED_ID}.service`,
].join("; ");

const ofPodman = "catatonit|conmon|crun|fuse-overlayfs|pasta|perl|podman|rootlessport|slirp4netns";

/**
 * The same for podman only, in a tenth of the time: its processes, their namespaces, and its part of the run
 * directory. Fails when mcp has other processes than those of its session.
 */
const podmanHasNotRun = [
  `while pkill --signal KILL --uid ${user} '${ofPodman}'; do :; done`,
  `rm -rf ${["containers", "crun", "libpod", "netns"].map((name) => `${runtime}/${name}`).join(" ")} /dev/shm/libpod_rootless_lock_*`,
  `! pgrep --uid ${user} --list-name | grep -vE ' (systemd|\\(sd-pam\\)|dbus-daemon)$'`,
].join("; ");

const pauseProcess = `pgrep --uid ${user} --full 'catatonit -P' >/dev/null`;

export const situations: readonly UnitSituation[] = [
  {
    id: "first",
    title: "first since the boot",
    round: 1,
    questions: ["start", "publish", "write", "exec", "load", "compile", "reach", "operator", "remove"],
    begin: `${withoutAgent}; ${newSession}`,
    before: podmanHasNotRun,
  },
  {
    id: "live",
    title: "after another podman",
    round: 1,
    questions: ["start", "publish", "write", "exec", "load", "reach"],
    begin: `${newSession}; ${asOperator("podman ps")}`,
    before: pauseProcess,
    // Not by podman, so that the state is that after a power loss.
    after: "pkill --signal KILL --full '[/]srv/matrix/web.pl agent-unit-' || true",
  },
  {
    id: "again",
    title: "that container after a reboot",
    round: 2,
    questions: ["again", "reachable"],
    begin: withoutAgent,
    before: podmanHasNotRun,
  },
];
