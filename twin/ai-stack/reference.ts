/** Each was reproduced with podman 5.4. */
export const causesOfNewuidmap = `The first line, \`newuidmap: write to uid_map failed: Operation not permitted\`, has several causes. What podman prints next tells which:

| what podman prints | cause |
|---|---|
| \`cannot set up namespace using "…": should have setuid or have filecaps setuid: exit status 1\` | this incident: the newuidmap that is first in PATH has no setuid bit |
| \`cannot set up namespace using "…": exit status 1\`, nothing of setuid | \`NoNewPrivileges=true\` in the unit: no setuid bit takes effect |
| \`Target process is owned by a different user\`, in place of the first line | two accounts have one UID (uid-collision) |
| \`no subuid ranges found\`, and it goes on | no line for the account in /etc/subuid and /etc/subgid; if it names another account than yours, two accounts have one UID (uid-collision) |

Two can be there at once: the first line of the table, and behind it NoNewPrivileges. Then it shows when the PATH is mended.

All of them are silent while podman's pause process lives. \`podman system migrate\` ends it, and every running container with it.`;

/** No ExecStop= for the unit: on cgroup v1 it ran too late, because systemd ends the containers' scopes at the same time. */
export const plannedReboot = `Stop the stack before you restart the machine, as hyperd: \`podman stop --all\`. At the next boot the unit starts it all the same. It may complain of a mount point (\`replacing mount point … directory not empty\`) where an earlier shutdown tore a container away; what counts is that \`podman ps\` then lists none.

The unit starts the stack and does not stop it. At a shutdown systemd ends everything of the account at once, and where fuse-overlayfs serves the files of the containers (\`pgrep --list-name fuse-overlayfs\`), it ends with them. A program that then needs a page of its own file dies of a bus error: \`podman ps --all\` says \`Exited (135)\`. PostgreSQL recovers from that at the next start, out of its write-ahead log, and says \`database system was not properly shut down; automatic recovery in progress\`. That is how a crash is survived, not how a database should go down every night.`;
