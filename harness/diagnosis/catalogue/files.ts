import type { Message } from "./message.ts";

// Where the texts are from: Go (os, io/fs), Node (libuv), Python, coreutils, tar, BusyBox, podman.

const onData = ["container-uid", "file-permissions", "fchmod-denial", "selinux-label"];

/** Owners, modes and mounts of data: what a container is refused. */
export const fileMessages: readonly Message[] = [
  {
    id: "data-not-opened",
    weight: { asks: onData },
    pattern:
      /\bopen (?<path>\S*(?:\.(?:db|sqlite3?|bolt|toml|ya?ml|conf|ini|env)|\/db)): permission denied|permission denied, open '(?<path2>[^']*\.(?:db|sqlite3?|toml|ya?ml|conf|ini|env))'|\[Errno 13\] Permission denied: '(?<path3>[^']*\.(?:db|sqlite3?|toml|ya?ml|conf|ini|env))'|\bcreate (?<path4>\S+\.(?:db|sqlite3?)): permission denied/i,
    anchors: ["permission denied"],
    examples: [
      "Could not connect to db: could not open database file [uid=1000, gid=0]: open /db/app.db: permission denied",
      "2023/04/28 12:34:39 open /database.db: permission denied",
      "Error: EACCES: permission denied, open '/srv/app/app.toml'",
      "PermissionError: [Errno 13] Permission denied: '/data/app.db'",
    ],
  },
  {
    id: "path-denied",
    weight: { next: ["selinux-label", "container-uid", "file-permissions"] },
    pattern:
      /(?:cannot (?:open|touch|access|create)(?: directory| regular file)?|can't (?:open|stat|create directory)) ['‘]?(?<path>\/(?!run\/user)[^'’:\s]+)['’]?: Permission denied|permission denied, (?:open|mkdir|access|unlink|scandir) '(?<path2>\/(?!run\/user)[^']+)'|\[Errno 13\] Permission denied: '(?<path3>[^']+)'|Access to the path '(?<path5>[^']+)' is denied|AccessDeniedException: (?<path6>\/\S+)|\b(?:open|stat|mkdir|unlink|statfs) (?<path4>\/(?!run\/user)[^\s:]+): permission denied/i,
    anchors: ["permission denied", "access to the path", "accessdeniedexception"],
    examples: [
      "System.UnauthorizedAccessException: Access to the path '/config/app.xml' is denied.",
      "ls: cannot open directory '/mnt/conf': Permission denied",
      "touch: cannot touch '/data/testfile': Permission denied",
      "PermissionError: [Errno 13] Permission denied: '/etc/app/secrets'",
    ],
  },
  {
    id: "chmod-on-windows-drive",
    weight: { decides: "foreign-file-system" },
    pattern:
      /operation not permitted, f?chmod '(?<path>\/mnt\/[a-z]\/[^']*)'|chmod (?<path2>\/mnt\/[a-z]\/[^\s:]+): operation not permitted|changing permissions of ['‘](?<path3>\/mnt\/[a-z]\/[^'’]+)['’]: Operation not permitted/i,
    anchors: ["operation not permitted"],
    against: ["fchmod-denial", "fchmod-seccomp"],
    examples: ["Error: EPERM: operation not permitted, chmod '/mnt/c/Users/app/file'"],
  },
  {
    id: "volume-not-owned",
    weight: { asks: ["foreign-file-system", "fchmod-denial"] },
    pattern:
      /\b(?:l?chown|chmod) (?<path>\/\S*containers\/storage\/volumes\/\S+): operation not permitted|cannot chown \S*(?<path2>\/\S*storage\/volumes\/[^\s'’`]+)\S* ?: operation not permitted/i,
    anchors: ["operation not permitted"],
    against: ["fchmod-seccomp"],
    examples: [
      "Error: lchown /var/lib/containers/storage/volumes/share/_data: operation not permitted",
      "Error: chmod /var/lib/containers/storage/volumes/app/_data: operation not permitted",
    ],
  },
  {
    id: "chmod-denied",
    weight: { asks: ["fchmod-denial", "fchmod-seccomp", "foreign-file-system"] },
    pattern:
      /\bf?chmod (?<path>\/(?!run\/user\/|mnt\/[a-z]\/|\S*storage\/volumes\/)[^\s:]+): operation not permitted|operation not permitted, f?chmod(?: '(?<path2>[^']*)')?|Operation not permitted: '(?<path3>[^']+)'.*chmod/i,
    anchors: ["operation not permitted"],
    examples: [
      "open database: chmod /srv/app/app.db: operation not permitted",
      "Error: EPERM: operation not permitted, chmod '/data/app.db'",
    ],
  },
  {
    id: "call-refused-by-profile",
    weight: { asks: ["fchmod-seccomp", "foreign-file-system"] },
    pattern:
      /(?:fchmodat2?|faccessat2|statx)\(.*= -1 EPERM|Cannot change mode to \S+: Operation not permitted|cannot access ['‘](?<path>[^'’]+)['’]: Operation not permitted|\/bin\/(?:ba)?sh: Operation not permitted/i,
    anchors: ["operation not permitted", "= -1 eperm"],
    examples: [
      'fchmodat2(AT_FDCWD, "docker", 0775, AT_SYMLINK_NOFOLLOW) = -1 EPERM (Operation not permitted)',
      "tar: engine/daemon/config: Cannot change mode to rwxrwxr-x: Operation not permitted",
      "ls: cannot access 'root': Operation not permitted",
    ],
  },
  {
    id: "mode-not-changed",
    weight: { next: ["foreign-file-system", "fchmod-denial", "fchmod-seccomp"] },
    pattern:
      /chmod: (?:changing permissions of ['‘])?(?<path>[^'’:\s]+)['’]?: Operation not permitted|could not change permissions of directory "(?<path2>[^"]+)": Operation not permitted/i,
    anchors: ["operation not permitted"],
    examples: ["chmod: changing permissions of '/data/file': Operation not permitted"],
  },
  {
    id: "owner-not-changed",
    weight: { asks: ["foreign-file-system", "fchmod-denial", "container-uid"] },
    pattern:
      /chown: (?:changing ownership of ['‘])?(?<path>[^'’:\s]+)['’]?: Operation not permitted|operation not permitted, l?chown '(?<path2>[^']*)'|\bl?chown (?<path3>\/[^\s:]+): operation not permitted/i,
    anchors: ["operation not permitted"],
    examples: [
      "chown: changing ownership of '/home/app/data': Operation not permitted",
      "chown: /data/git/repositories/app.git/objects: Operation not permitted",
    ],
  },
  {
    id: "owner-is-nobody",
    weight: { decides: "fchmod-denial" },
    pattern: /^65534 (?<path>\/\S+)$/,
    anchors: ["65534 "],
    examples: ["65534 /srv/app/app.db"],
  },
];
