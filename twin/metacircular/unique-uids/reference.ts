/** How podman and newuidmap choose one of the two accounts. Source: getpwuid(3), newuidmap(1). */
const causes = `Podman looks for its range in /etc/subuid under the name in USER. newuidmap looks up the UID in /etc/passwd, gets the first account that has it, and compares that account's group with the caller's. So its message has the same UID three times, and two different groups.

| first in /etc/passwd | USER | what podman does |
|---|---|---|
| sshd | mcp | exits 125: \`newuidmap: Target process is owned by a different user\` |
| sshd | sshd, as in the session that systemd starts, or not set, as in a cron job | warns \`cannot find UID/GID for user sshd: no subuid ranges found\`, continues with a single UID and exits 0; no container starts |
| mcp | mcp, or not set | works, so the shared UID is not noticed |
| either | any, while podman's pause process lives | the same as when that process was started, right or wrong |

The order can change without an operator: NixOS writes /etc/passwd sorted by UID, and the order of two accounts with one UID is random.`;

export const whichSymptom = causes;

/** Podman 5.8 finds the same range for every value of USER. */
export const whichSymptomWithPodman58 = `${causes}

This is podman 5.4. In the drill podman 5.8 refused with the message of the first row without USER, too.`;

/** The prevention of further collisions. Source: NixOS, users.users.<name>.uid; sysusers.d(5). */
export const beforePinning = `Run these on every machine of the platform, before the declaration with the new number is applied. Both must print nothing:

\`\`\`sh
getent passwd | cut --delimiter=: --fields=3 | sort | uniq --repeated
getent passwd 822
\`\`\`

If the script of the last step is there, \`sh /etc/nixos/check-uids.sh --before sshd=822\` checks both, and the range. Without \`--before\` it checks pinned UIDs that are in force, and reports an account with another UID.

Automatic assignment (NixOS, systemd-sysusers) takes the highest free number from 999 down, so the numbers of two machines can differ. Pin UIDs between 800 and 899, and pin every account that needs a fixed number: two declared accounts cannot share one. On NixOS a rebuild does not change an account that exists (\`not applying UID change\`): \`usermod\` does, and \`users.users.sshd.uid = 822;\` keeps the number.`;
