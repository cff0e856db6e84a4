import type { Message } from "./message.ts";

// Where the texts are from: podman (libpod, pkg/rootless, cmd/podman), containers/common, systemd, conmon, pasta.

const session = ["no-user-session", "uid-change"];

/** Rootless podman before it comes to its containers: run directory, session, database, runtime. */
export const podmanMessages: readonly Message[] = [
  {
    id: "run-root-of-another-uid",
    weight: { decides: "uid-change" },
    pattern:
      /Overriding (?:run root|tmp dir) "\/run\/user\/(?<uid>[1-9]\d*)\/[^"]*" with "\/run\/user\/(?!\k<uid>\b)(?<old>\d+)\//,
    anchors: ["overriding "],
    against: ["runtime-missing", "run-root-configured"],
    examples: [
      'DEBU[0000] Overriding run root "/run/user/60122/containers" with "/run/user/1000/containers" from database',
      'time="2024-05-01T10:00:00Z" level=debug msg="Overriding tmp dir \\"/run/user/60122/libpod/tmp\\" with \\"/run/user/1000/libpod/tmp\\" from database"',
    ],
  },
  {
    id: "run-root-outside-session",
    weight: { asks: ["no-user-session", "run-root-configured"] },
    pattern:
      /Overriding (?:run root|tmp dir) "(?:\/(?:var\/)?tmp\/[^"]*" with "\/run\/user\/(?<uid>\d+)|\/run\/user\/(?:0\/[^"]*" with "\/run\/user\/\d+|\d+\/[^"]*" with "\/(?:var\/)?tmp\/))/,
    anchors: ["overriding "],
    examples: [
      'DEBU[0000] Overriding run root "/tmp/storage-run-1000/containers" with "/run/user/1000/containers" from database',
      'DEBU[0000] Overriding run root "/run/user/0/containers" with "/run/user/1000/containers" from database',
    ],
  },
  {
    id: "run-root-in-database",
    weight: { decides: "uid-change" },
    pattern:
      /database (?:run root|tmp dir|temporary \S+) "?\/run\/user\/(?<old>\d+)\S* does not match our (?:run root|tmp dir|temporary \S+) "?\/run\/user\/(?!\k<old>\b)(?<uid>\d+)/,
    anchors: ["does not match our"],
    against: ["run-root-configured"],
    examples: [
      "Error: database run root /run/user/1000/containers does not match our run root /run/user/1001/containers: database configuration mismatch",
    ],
  },
  {
    id: "run-root-mismatch",
    weight: { asks: ["run-root-configured", "uid-change"] },
    pattern:
      /database (?:run root|tmp dir|temporary \S+) "?(?<old>\/[^\s"]+)"? does not match our (?:run root|tmp dir|temporary \S+) "?(?<new>\/[^\s":]+)/,
    anchors: ["does not match our"],
    examples: [
      "error creating libpod runtime: database run root /run/user/1000/run does not match our run root /run/user/1000: database configuration mismatch",
      'Error: database run root "/run/containers/storage" does not match our run root "/var/run/containers/storage": database configuration mismatch',
    ],
  },
  {
    id: "runtime-not-found",
    weight: { asks: ["runtime-missing", "uid-change", "no-user-session"] },
    pattern: /default OCI runtime \\?"(?<runtime>[\w.-]+)\\?" not found/,
    anchors: ["default oci runtime"],
    examples: [
      'Error: default OCI runtime "crun" not found: invalid argument',
      'Error: could not get runtime: default OCI runtime "runc" not found: invalid argument',
    ],
  },
  {
    id: "runtime-is-there",
    weight: { fact: true },
    pattern: /Using OCI runtime "\//,
    anchors: ["using oci runtime"],
    against: ["runtime-missing"],
    examples: ['DEBU[0000] Using OCI runtime "/usr/bin/crun"'],
  },
  {
    id: "run-root-not-writable",
    weight: { asks: session },
    pattern: /RunRoot is pointing to a path \((?<path>\/run\/user\/(?<uid>\d+)[^)]*)\) which is not writable/,
    anchors: ["runroot is pointing"],
    examples: [
      'time="2026-11-21T07:03:17Z" level=warning msg="RunRoot is pointing to a path (/run/user/995/containers) which is not writable. Most likely podman will fail."',
    ],
  },
  {
    id: "run-directory-denied",
    weight: { asks: session },
    pattern:
      /\b(?:mkdir|chmod|chown|open|stat|lstat|access) (?<path>\/run\/user\/(?<uid>\d+)[^\s:]*): (?:permission denied|operation not permitted|no such file or directory)|permission denied, mkdir '(?<path2>\/run\/user\/(?<uid2>\d+)[^']*)'|cannot create (?:directory|regular file) ['‘"](?<path3>\/run\/user\/(?<uid3>\d+)[^'’"]*)['’"]: Permission denied/i,
    anchors: ["/run/user/"],
    examples: [
      "Error: error creating tmpdir: mkdir /run/user/1001: permission denied",
      "Error: lstat /run/user/1001: no such file or directory",
      "Error: creating events dirs: mkdir /run/user/1000/libpod: permission denied",
      "mkdir: cannot create directory '/run/user/1001': Permission denied",
      'level=debug msg="Configured OCI runtime crun initialization failed: creating OCI runtime exit files directory: mkdir /run/user/1001: permission denied"',
      "Failed to obtain podman configuration: lstat /run/user/1001: no such file or directory",
    ],
  },
  {
    id: "run-directory-below-tmp-denied",
    weight: { asks: ["uid-change", "no-user-session"] },
    pattern:
      /mkdir (?<path>\/(?:var\/)?tmp\/(?:podman-run|run|storage-run|containers-user|podman-static)-(?<uid>\d+)\S*?): permission denied/,
    anchors: ["permission denied"],
    examples: [
      "Error: error creating tmpdir /tmp/run-1003/libpod/tmp: mkdir /tmp/run-1003/libpod: permission denied",
    ],
  },
  {
    id: "run-directory-of-another",
    weight: { asks: session },
    pattern:
      /XDG_RUNTIME_DIR directory "?(?<path>\/run\/user(?:\/(?<uid>\d+))?)"? is not owned by the current user/,
    anchors: ["is not owned by the current user"],
    examples: ['ERRO[0000] XDG_RUNTIME_DIR directory "/run/user/1000" is not owned by the current user'],
  },
  {
    // Printed with sudo for an account that lingers, too: only the variable is missing there.
    id: "no-user-bus",
    weight: { asks: ["no-user-session", "session-variable"] },
    pattern:
      /Failed to connect to (?:user scope )?bus(?: via local transport)?: (?:No medium found|\$DBUS_SESSION_BUS_ADDRESS and \$XDG_RUNTIME_DIR not defined)|there is no systemd user session available/,
    anchors: ["failed to connect to", "no systemd user session"],
    examples: [
      "Failed to connect to bus: No medium found",
      "Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user to connect to bus of other user)",
      "WARN[0000] The cgroupv2 manager is set to systemd but there is no systemd user session available",
    ],
  },
  {
    id: "user-bus-denied",
    weight: { asks: ["no-user-session", "no-user-manager"] },
    pattern:
      /Failed to connect to (?:user scope )?bus(?: via local transport)?: (?:Permission denied|Operation not permitted|No such file or directory|No such device or address|Connection refused)|sd-bus call: (?:Permission denied|Interactive authentication required|Transport endpoint is not connected|No such file or directory)|Process org\.freedesktop\.systemd1 exited with status \d|could not determine address of session bus|dial unix \/run\/user\/(?<uid>\d+)\/(?:bus|systemd\/private): connect: (?:no such file|connection refused|permission denied)/,
    anchors: [
      "failed to connect to",
      "sd-bus call",
      "org.freedesktop.systemd1 exited",
      "address of session bus",
      "dial unix /run/user/",
    ],
    examples: [
      "Failed to connect to bus: Permission denied",
      "Error: OCI runtime error: crun: sd-bus call: Transport endpoint is not connected",
      "Process org.freedesktop.systemd1 exited with status 1: OCI runtime error",
      "Failed to connect to user scope bus via local transport: No such device or address",
    ],
  },
  {
    id: "user-not-logged-in",
    weight: { decides: "no-user-session" },
    pattern: /User ID (?<uid>\d+) is not logged in or lingering/,
    anchors: ["is not logged in or lingering"],
    against: ["session-variable"],
    examples: ["Failed to get user: User ID 1001 is not logged in or lingering"],
  },
  {
    id: "pause-process-gone",
    weight: { decides: "stale-pause-process" },
    pattern:
      /resetting the pause process with .*: could not find any running process|cannot join userns of process \d+|unable to join (?:conmon|pause) .*no such process/,
    anchors: ["pause process", "cannot join userns", "unable to join"],
    examples: [
      'ERRO[0000] invalid internal status, try resetting the pause process with "podman system migrate": could not find any running process: no such process',
    ],
  },
  {
    // From podman 5.0 on, where the run directory outlived a boot: it was not on a tmpfs.
    id: "unhandled-reboot",
    weight: { decides: "stale-pause-process" },
    pattern:
      /current system boot ID differs from cached boot ID; an unhandled reboot has occurred(?:\. Please delete directories \\?"(?<path>[^"\\]+))?/,
    anchors: ["unhandled reboot"],
    examples: [
      'Error: current system boot ID differs from cached boot ID; an unhandled reboot has occurred. Please delete directories "/tmp/storage-run-1001/containers" and "/tmp/storage-run-1001/libpod/tmp" and re-run Podman',
    ],
  },
  {
    id: "pause-process-not-made",
    weight: { asks: ["stale-pause-process", "no-user-session"] },
    pattern:
      /resetting the pause process with .*: setting up the process: open (?<pause>\S+pause\.pid)|Error: cannot re-exec process|unable to create a new pause process/,
    anchors: ["pause process", "cannot re-exec process"],
    examples: [
      'ERRO[0000] invalid internal status, try resetting the pause process with "podman system migrate": setting up the process: open /run/user/4368/libpod/tmp/pause.pid: no such file or directory',
      "Error: cannot re-exec process",
    ],
  },
  {
    id: "pause-process-advice",
    weight: {
      after: "the reason stands behind it, or in the line before",
      next: ["newuidmap-path", "agent-unit", "stale-pause-process"],
    },
    pattern: /resetting the pause process with .*: cannot set ?up namespace/,
    anchors: ["pause process"],
    examples: [
      'level=error msg="invalid internal status, try resetting the pause process with \\"/usr/bin/podman system migrate\\": cannot set up namespace using \\"/usr/bin/newuidmap\\": exit status 1"',
    ],
  },
  {
    id: "pull-at-boot",
    weight: { asks: ["quadlet-before-network", "dns-spof", "wrong-resolver"] },
    pattern:
      /(?:initializing source|pinging container registry) \S+.*dial tcp: lookup (?<name>[\w.-]+)(?: on (?<server>[\d.]+):53)?: (?:Temporary failure in name resolution|no such host|.*i\/o timeout|.*network is unreachable|server misbehaving)/,
    anchors: ["dial tcp: lookup"],
    examples: [
      'Error: initializing source docker://ghcr.io/app/server:v1.94.1: pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: Temporary failure in name resolution',
    ],
  },
  {
    id: "pasta-without-network",
    weight: { asks: ["quadlet-before-network", "no-default-route"] },
    pattern:
      /Couldn't (?:set IPv[46] route\(s\) in guest|get any nameserver address|pick external interface)|No (?:routable|external) interface|External interface not usable/,
    anchors: [" in guest", "nameserver address", "external interface", "routable interface"],
    examples: [
      "Couldn't set IPv4 route(s) in guest: Invalid argument",
      "No external interface found",
      "External interface not usable",
    ],
  },
  {
    id: "pull-refused",
    weight: { asks: ["service-down", "cold-start"] },
    pattern:
      /pinging container registry \S+.*dial tcp (?<server>[\d.]+):(?<port>\d+): connect: connection refused/,
    anchors: ["pinging container registry"],
    examples: [
      'Error: initializing source docker://registry.example:8443/dns:v1.2.0: pinging container registry registry.example:8443: Get "https://registry.example:8443/v2/": dial tcp 192.0.2.10:8443: connect: connection refused',
    ],
  },
  {
    id: "pasta-failed",
    weight: { after: "the reason is in the next line" },
    pattern: /pasta failed with exit code \d+:/,
    anchors: ["pasta failed with"],
    examples: ['Error: unable to start container "e8ce395dc900": pasta failed with exit code 1:'],
  },
];
