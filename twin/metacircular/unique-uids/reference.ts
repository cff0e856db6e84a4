/** How podman and newuidmap choose one of the two accounts. Source: getpwuid(3), newuidmap(1). */
const causes = `Podman looks for its range in /etc/subuid under the name in USER. newuidmap asks /etc/passwd whose UID it is, gets the first account that has it, and compares that account's group with the caller's: so its message names the same UID three times, and two different groups.

| first in /etc/passwd | USER | what podman does |
|---|---|---|
| sshd | mcp | exits 125: \`newuidmap: Target process is owned by a different user\` |
| sshd | sshd, as in the session that systemd begins, or not set, as in a cron job | warns \`cannot find UID/GID for user sshd: no subuid ranges found\`, goes on with a single UID and exits 0; no container starts |
| mcp | mcp, or not set | works, and nobody notices |
| either | any, while podman's pause process lives | what it did when that process was started, be it right or wrong |

The order changes by itself: NixOS writes /etc/passwd sorted by UID, and two accounts with one UID come as they happen to.`;

export const whichSymptom = causes;

/** Podman 5.8 finds the same range for every value of USER. */
export const whichSymptomWithPodman58 = `${causes}

This is what podman 5.4 does. The drill saw podman 5.8 refuse in the words of the first row without USER, too.`;

/** The prevention of further collisions. Source: NixOS, users.users.<name>.uid; sysusers.d(5). */
export const beforePinning = `On every machine of the platform, before the declaration with the new number is applied. Both print nothing when all is well:

\`\`\`sh
getent passwd | cut --delimiter=: --fields=3 | sort | uniq --repeated
getent passwd 822
\`\`\`

Where the check of the last step is installed, \`check-uids --before sshd=822\` looks at both, and at the range. Without \`--before\` it asks for UIDs that are in force, and says so where the account has another one.

Automatic assignment (NixOS, systemd-sysusers) takes the highest number from 999 down that is free, so what it has given out on one machine says nothing of the next. Pin between 800 and 899, and pin whatever is to have a number of its own: two accounts that are both declared cannot share one. On NixOS a rebuild does not move an account that exists (\`not applying UID change\`): \`usermod\` does, and \`users.users.sshd.uid = 822;\` keeps it there.`;
