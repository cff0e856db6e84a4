import type { Message } from "./message.ts";

// Where the texts are from: shadow (newuidmap, libsubid), podman (pkg/rootless), containers/storage (idtools), crun,
// runc, RootlessKit, LXC and Incus.

/** The maps of a user namespace: newuidmap, subordinate ids, what the kernel says of a map. */
export const namespaceMessages: readonly Message[] = [
  {
    id: "newuidmap-not-found",
    weight: { decides: "newuidmap-path" },
    pattern:
      /exec: \\?"new[ug]idmap\\?": executable file not found|cannot find new[ug]idmap|new[ug]idmap: (?:command )?not found|which new[ug]idmap.*no new[ug]idmap/,
    anchors: ["newuidmap", "newgidmap"],
    examples: [
      'Error: command required for rootless mode with multiple IDs: exec: "newuidmap": executable file not found in $PATH',
      'ERRO[0000] cannot find newuidmap: exec: "newuidmap": executable file not found in $PATH',
      'level=error msg="invalid internal status, try resetting the pause process with \\"podman system migrate\\": command required for rootless mode with multiple IDs: exec: \\"newgidmap\\": executable file not found in $PATH"',
    ],
  },
  {
    id: "newuidmap-without-setuid",
    weight: { asks: ["newuidmap-path", "agent-unit"] },
    pattern:
      /cannot set ?up namespace using "?(?<newuidmap>\S*new[ug]idmap)"?: should have set[ug]id or have filecaps|^should have set[ug]id or have filecaps|Check that 'new[ug]idmap' is setuid root, or has required capabilities/,
    anchors: ["should have set", "is setuid root"],
    // Podman looks for the bit alone, not for what it can do.
    against: ["setuid-without-effect"],
    examples: [
      'Error: cannot set up namespace using "/run/current-system/sw/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
      'Error: cannot setup namespace using "/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
      'cannot set up namespace using "/usr/bin/newgidmap": should have setgid or have filecaps setgid: exit status 1',
    ],
  },
  {
    id: "map-denied",
    weight: { asks: ["newuidmap-path", "agent-unit", "setuid-without-effect", "nested-container"] },
    pattern:
      /(?:running `?(?<newuidmap>\/\S*new[ug]idmap) [^`]*`?: )?new[ug]idmap: (?:write to [ug]id_map failed: Operation not permitted|Could not set caps)/,
    anchors: ["id_map failed", "could not set caps"],
    examples: [
      "ERRO[0000] running `/usr/bin/newuidmap 146 0 30033 1 1 165536 65536`: newuidmap: write to uid_map failed: Operation not permitted",
      "newgidmap: write to gid_map failed: Operation not permitted",
      "newuidmap: Could not set caps",
    ],
  },
  {
    id: "map-denied-to-runtime",
    weight: { asks: ["newuidmap-path", "nested-container"] },
    pattern: /writing file [`'"]?\/proc\/\S+\/[ug]id_map[`'"]?: Operation not permitted/,
    anchors: ["id_map"],
    examples: ["writing file '/proc/1234/gid_map': Operation not permitted"],
  },
  {
    id: "namespace-not-made",
    weight: {
      after: "newuidmap itself says why, in the line before",
      next: ["agent-unit", "subid-ranges", "setuid-without-effect", "nested-container"],
    },
    pattern: /cannot set ?up namespace using "(?<newuidmap>\/\S*new[ug]idmap)": exit status \d/,
    anchors: ["namespace using"],
    // This podman looks whether newuidmap has the bit, and would have said that it has not.
    against: ["newuidmap-path"],
    examples: ['Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1'],
  },
  {
    id: "namespace-not-made-old",
    weight: {
      after: "newuidmap itself says why, in the line before",
      next: ["newuidmap-path", "subid-ranges", "agent-unit"],
    },
    pattern: /cannot set ?up namespace using new[ug]idmap: exit status \d/,
    anchors: ["namespace using"],
    examples: ["Error: cannot setup namespace using newuidmap: exit status 1"],
  },
  {
    id: "range-given-twice",
    weight: { decides: "subid-ranges" },
    pattern:
      /new[ug]idmap \[?\d+ \[?(?:\d+ \d+ \d+ )*(?:\d+ (?<range>\d+) \d+ (?:\d+ \d+ \d+ )*\d+ \k<range> \d+|(?<inside>\d+) \d+ \d+ (?:\d+ \d+ \d+ )*\k<inside> \d+ \d+)\b/,
    anchors: ["newuidmap", "newgidmap"],
    examples: [
      "ERRO[0000] running `/usr/bin/newuidmap 380 0 1000750000 1 1 100000 65536 65537 100000 65536`: newuidmap: write to uid_map failed: Invalid argument",
      "newuidmap 2044050 0 100000 65536 0 165536 65536 0 1000000 1000000000",
    ],
  },
  {
    id: "map-invalid",
    weight: { asks: ["subid-ranges", "nested-container"] },
    pattern:
      /new[ug]idmap: write to [ug]id_map failed: Invalid argument|writing file [`'"]?\/proc\/\S+\/[ug]id_map[`'"]?: Invalid argument/,
    anchors: ["id_map"],
    against: ["newuidmap-path", "agent-unit"],
    examples: [
      "newuidmap: write to uid_map failed: Invalid argument",
      "Error: OCI runtime error: crun: writing file `/proc/27849/gid_map`: Invalid argument",
    ],
  },
  {
    // A filter of system calls that knows no openat2, or cannot look into its arguments: RestrictSUIDSGID= of systemd.
    id: "map-not-implemented",
    weight: { asks: ["agent-unit", "nested-container"] },
    pattern:
      /(?:running `?(?<newuidmap>\/\S*new[ug]idmap) [^`]*`?: )?new[ug]idmap: open of [ug]id_map failed: Function not implemented/,
    anchors: ["id_map failed"],
    against: ["newuidmap-path"],
    examples: [
      "running `/run/current-system/sw/bin/newuidmap 152 0 850 1 1 100000 65536`: newuidmap: open of uid_map failed: Function not implemented",
    ],
  },
  {
    id: "map-not-opened",
    weight: { next: ["proc-group", "nested-container"] },
    pattern: /new[ug]idmap: open of [ug]id_map failed: (?!Function not implemented)/,
    anchors: ["id_map failed"],
    against: ["newuidmap-path", "agent-unit"],
    examples: [
      "running `/usr/bin/newuidmap 16111 0 500 1 1 10000 65536`: newuidmap: open of uid_map failed: Permission denied",
    ],
  },
  {
    id: "range-not-allowed",
    weight: { decides: "subid-ranges" },
    pattern: /new[ug]idmap: [ug]id range \[\d+-\d+\) -> \[(?<range>\d+)-\d+\) not allowed/,
    anchors: ["id range ["],
    examples: ["newuidmap: uid range [1-65537) -> [100000-165536) not allowed"],
  },
  {
    id: "owner-by-proc",
    weight: { decides: "proc-group" },
    pattern:
      /Target (?:process )?(?:\[?\w+\]? )?is owned by a different user: uid:(?<uid>\d+) pw_uid:\k<uid> st_uid:\k<uid>, gid:(?<gid>\d+) pw_gid:\k<gid> st_gid:(?!\k<gid>\b)\d+/,
    anchors: ["is owned by a different user"],
    against: ["uid-collision"],
    examples: [
      "newuidmap: Target [pid] is owned by a different user: uid:0 pw_uid:0 st_uid:0, gid:0 pw_gid:0 st_gid:99",
    ],
  },
  {
    id: "owner-by-passwd",
    weight: { asks: ["uid-collision", "other-group"] },
    pattern:
      /Target (?:process )?(?:\[?\w+\]? )?is owned by a different user: uid:(?<uid>\d+)(?! pw_uid:\k<uid> st_uid:\k<uid>, gid:(?<gid>\d+) pw_gid:\k<gid>)/,
    anchors: ["is owned by a different user"],
    against: ["newuidmap-path", "agent-unit"],
    examples: [
      "newuidmap: Target process is owned by a different user: uid:995 pw_uid:995 st_uid:995, gid:988 pw_gid:65534 st_gid:988",
      "newuidmap: Target process is owned by a different user: uid:850 pw_uid:850",
      "newuidmap: Target process 60 is owned by a different user: uid:1001 pw_uid:1001 st_uid:1001, gid:123 pw_gid:12345 st_gid:123",
    ],
  },
  {
    id: "owner-unsaid",
    weight: { next: ["uid-collision", "proc-group"] },
    pattern: /Target \d+ is owned by a different user$/,
    anchors: ["is owned by a different user"],
    examples: ["newuidmap: Target 25276 is owned by a different user"],
  },
  {
    id: "ranges-not-found",
    weight: { asks: ["subid-ranges", "uid-collision"] },
    pattern: /no sub[ug]id ranges found for (?:user|group) (?:\d+ \()?\\?"?(?<account>[\w.@-]+)/i,
    anchors: ["ranges found for"],
    examples: [
      'cannot find UID/GID for user app: no subuid ranges found for user "app" in /etc/subuid - check rootless mode in man pages.',
      '[rootlesskit:parent] error: failed to setup UID/GID map: failed to compute uid/gid map: No subuid ranges found for user 1003 ("app")',
    ],
  },
  {
    id: "ranges-not-there",
    weight: { decides: "subid-ranges" },
    pattern:
      /open \/etc\/sub[ug]id: no such file or directory|Could not find records for the current user (?<account>\S+) from \/etc\/sub[ug]id|user has no sub[ug]ids/,
    anchors: ["/etc/subuid", "/etc/subgid", "has no subuids", "has no subgids"],
    examples: [
      "ERRO[0000] cannot find UID/GID for user app: open /etc/subuid: no such file or directory - check rootless mode in man pages.",
    ],
  },
  {
    id: "too-few-ids",
    weight: { asks: ["subid-ranges", "newuidmap-path"] },
    pattern:
      /not be enough IDs available in the namespace|potentially insufficient UIDs or GIDs available in user namespace/,
    anchors: ["ids available in"],
    examples: [
      "potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/shadow): Check /etc/subuid and /etc/subgid: lchown /etc/shadow: invalid argument",
      "there might not be enough IDs available in the namespace (requested 0:15 for /etc/shadow): lchown /etc/shadow: invalid argument",
    ],
  },
  {
    id: "single-mapping",
    weight: { asks: ["subid-ranges", "newuidmap-path", "uid-collision"] },
    pattern: /rootless single mapping into the namespace|falling back to single mapping/i,
    anchors: ["single mapping"],
    examples: [
      'level=warning msg="Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user"',
    ],
  },
  {
    id: "id-not-mapped",
    weight: { asks: ["subid-ranges", "newuidmap-path"] },
    pattern:
      /\blchown (?<path>\/\S+): invalid argument|changing ownership of ['‘](?<path2>[^'’]+)['’]: Invalid argument|mount `devpts` to `dev\/pts`: Invalid argument|\bset(?:groups|resuid|resgid|uid|gid)\b.*: invalid argument/i,
    anchors: [
      "lchown ",
      "devpts",
      "changing ownership",
      "setgroups",
      "setresuid",
      "setresgid",
      "setuid",
      "setgid",
    ],
    examples: [
      "chown: changing ownership of '/data': Invalid argument",
      "Error: OCI runtime error: crun: setgroups: Invalid argument",
      "ApplyLayer stdout:  stderr: lchown /etc/gshadow: invalid argument exit status 1",
      "Error: OCI runtime error: crun: mount `devpts` to `dev/pts`: Invalid argument",
    ],
  },
  {
    id: "user-namespaces-off",
    weight: { fact: true },
    pattern:
      /user namespaces are not enabled in \/proc\/sys|cannot clone: (?:Operation not permitted|No space left)/,
    anchors: ["user namespaces are not enabled", "cannot clone: "],
    against: ["stale-pause-process", "no-user-session"],
    examples: ["user namespaces are not enabled in /proc/sys/user/max_user_namespaces"],
  },
  {
    id: "no-new-privileges",
    weight: { fact: true, favours: ["agent-unit"] },
    pattern: /NoNewPriv(?:ileges=(?:yes|true)|s:\s*1)/,
    anchors: ["nonewpriv"],
    examples: ["NoNewPrivileges=yes", "NoNewPrivs:\t1"],
  },
];
