/** The settings of a private engine. */
type NamespaceOptions = {
  readonly dataRoot: string;
  readonly runDir: string;
  readonly socket: string;
  readonly leaseFifo: string;
  readonly logFile: string;
  readonly cgroupParent: string;
  readonly label: string;
};

/** Namespaces of its own: what happens to mounts, bridges and processes inside ends with its first process. */
export const unshareArguments = (script: string): string[] => [
  ...["--net", "--mount", "--pid", "--fork", "--kill-child"],
  ...["bash", "-c", script],
];

/**
 * The first process of the engine's namespaces. Its standard input is the FIFO that every lease holds open for
 * writing: when the last one is closed, also by a SIGKILL of its process, this process reads the end and ends, and
 * everything in the namespaces with it. A line is a word and the id under which it is acknowledged: `lease`; `keep`
 * lets the engine live on without a lease; `let-go` ends that. bash, because it also reaps the orphans that it is given
 * as process 1.
 */
export const namespaceScript = (options: NamespaceOptions): string => `
set -e
mount --make-rprivate /
mount -t proc proc /proc
# /run and /etc, so that nothing of containerd's and dockerd's is left in the host's: dockerd keeps a key in /etc/docker.
mount -t tmpfs -o mode=755 drillbook /run
# An overlay, because even an empty /etc/docker would be left on the host.
mkdir /run/etc-upper /run/etc-work
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc-upper,workdir=/run/etc-work drillbook /etc
ip link set lo up
# containerd writes its stacks to the folder for temporary files when dockerd finds it slow.
export TMPDIR=/run
dockerd ${dockerdArguments(options).map(shellWord).join(" ")} </dev/null >>${shellWord(options.logFile)} 2>&1 &
while read -r word id; do
  case $word in
    # Its own writing end: reading comes to no end then.
    keep) exec 4<>${shellWord(options.leaseFifo)} ;;
    let-go) exec 4>&- ;;
  esac
  : >${shellWord(options.runDir)}/heard-"$id"
done
`;

const shellWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * No bridge of its own, no forwarding and no rules: a rig's networks are internal, an image is built without a network,
 * and thirty runs of iptables are a fifth of what a start takes.
 */
const dockerdArguments = (options: NamespaceOptions): string[] => [
  `--host=unix://${options.socket}`,
  `--data-root=${options.dataRoot}`,
  "--exec-root=/run/drillbook",
  "--pidfile=/run/drillbook.pid",
  `--config-file=${options.runDir}/daemon.json`,
  ...["--bridge=none", "--ip-forward=false", "--iptables=false", "--ip6tables=false"],
  "--exec-opt=native.cgroupdriver=cgroupfs",
  `--cgroup-parent=/${options.cgroupParent}`,
  `--label=drillbook.private=${options.label}`,
  "--log-level=warn",
];
