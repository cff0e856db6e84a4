/** Each was reproduced with podman 5.4. */
export const causesOfNewuidmap = `The first line, \`newuidmap: write to uid_map failed: Operation not permitted\`, has several causes. Podman's next line tells them apart. The same lines with \`newgidmap\`, \`gid_map\` and \`setgid\` have the same causes, of newgidmap.

| what podman prints | cause |
|---|---|
| \`cannot set up namespace using "…": should have setuid or have filecaps setuid: exit status 1\` | this incident: the newuidmap that is first in PATH has no setuid bit; or none has it any more, nor its file capability: a copy, an archive or an image dropped both |
| \`exec: "newuidmap": executable file not found in $PATH\`, without the first line | no folder of PATH has a newuidmap that the account may execute, or the package (\`uidmap\` on Debian) is not installed |
| \`cannot set up namespace using "…": exit status 1\`, without setuid | \`NoNewPrivileges=true\` in the unit: no setuid bit takes effect; or the newuidmap has its bit, and another owner than root or a mount with \`nosuid\` |
| \`Target process is owned by a different user\`, in place of the first line | two accounts have one UID (uid-collision) |
| \`no subuid ranges found\`, and podman continues | no line for the account in /etc/subuid and /etc/subgid; if it names another account than yours, two accounts have one UID (uid-collision) |

Two causes can exist at once: that of the table's first line, and NoNewPrivileges. The second then shows after the PATH is repaired.

All of them are hidden while podman's pause process lives. \`podman system migrate\` ends it, and every running container with it.`;

/** No ExecStop= for the unit: on cgroup v1 it ran too late, because systemd ends the containers' scopes at the same time. */
export const plannedReboot = `Stop the stack before you restart the machine, as hyperd: \`podman stop --all\`. The unit still starts it at the next boot. The stop may complain of a mount point (\`replacing mount point … directory not empty\`) that an earlier shutdown unmounted too early. The stop was successful if \`podman ps\` then lists no container.

The unit starts the stack and does not stop it. At a shutdown systemd ends every process of the account at once. Where fuse-overlayfs serves the files of the containers (\`pgrep --list-name fuse-overlayfs\`), it ends with them. A program that then needs a page of its own file dies of a bus error: \`podman ps --all\` says \`Exited (135)\`. PostgreSQL recovers from that at the next start, from its write-ahead log, and says \`database system was not properly shut down; automatic recovery in progress\`. This recovery is for crashes; use a proper shutdown for planned restarts.`;
