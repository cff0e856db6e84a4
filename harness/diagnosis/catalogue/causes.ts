import type { Cause } from "./message.ts";

const findOwner = "podman unshare stat --format='%u %n' {path|FILE}";

/** The causes that messages of the catalogue name. */
export const causes: readonly Cause[] = [
  // Rootless podman
  {
    id: "uid-change",
    title: "The account's UID differs from the one that podman stored",
    question: {
      ask: "Does podman's database name the directory of another UID than the account has?",
      run: "id -u; podman --log-level=debug info 2>&1 | grep 'Overriding run root'",
      yes: "two different UIDs after /run/user, of which the second, from the database, is not the account's",
    },
  },
  {
    id: "no-user-session",
    title: "The account has no session, so its directory in /run/user is missing",
    question: {
      ask: "Does the account have a session or lingering, and does it own the directory?",
      run: "id -u; echo $XDG_RUNTIME_DIR; ls -ld /run/user/{uid|$(id -u)}; loginctl show-user $(id -un) --property=Linger,State",
      yes: "no such directory, a directory of another account, an XDG_RUNTIME_DIR with another UID than the account's, or a user who is neither logged in nor lingering",
    },
  },
  {
    id: "session-variable",
    title: "The account has its directory in /run/user, and this shell or job does not know it",
    question: {
      ask: "Is the directory there, and does a command find its manager with the variable?",
      run: "ls -d /run/user/$(id -u); XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user is-system-running",
      yes: "the directory, and running or degraded: sudo, su, cron and units with User= do not set XDG_RUNTIME_DIR",
    },
  },
  {
    id: "no-user-manager",
    title: "No systemd manager of the user runs here (a container, WSL, another init)",
    question: {
      ask: "Does systemd run, for the machine and for the user?",
      run: "ps -p 1 -o comm=; systemctl --user is-system-running; ls /run/user/$(id -u)/bus",
      yes: "another first process than systemd, or offline",
    },
  },
  {
    id: "runtime-missing",
    title: "The OCI runtime is not installed, or not where podman looks",
    question: {
      ask: "Is {runtime|crun} installed?",
      run: "command -v {runtime|crun}; grep -rn runtime /etc/containers/containers.conf ~/.config/containers/containers.conf",
      yes: "no path of {runtime|crun}, or a configured path that does not exist",
    },
  },
  {
    id: "newuidmap-path",
    title: "newuidmap is not in PATH, or the one found first has neither setuid bit nor capability",
    question: {
      ask: "Which newuidmap is found first, and may it write the map?",
      run: "ls -l {newuidmap|$(command -v newuidmap)}; getcap {newuidmap|$(command -v newuidmap)}",
      yes: "nothing, or a mode without s and no cap_setuid",
    },
  },
  {
    id: "agent-unit",
    title: "The unit's sandbox removes newuidmap's right to write the map",
    question: {
      ask: "Does podman fail only in the unit, and does the unit forbid new privileges?",
      run: "systemctl show {unit|UNIT} --property=NoNewPrivileges,PrivateDevices,ProtectKernelTunables,RestrictNamespaces; grep NoNewPrivs /proc/self/status",
      yes: "NoNewPrivileges=yes, or an option that implies it; in a shell of the account the same command works",
    },
  },
  {
    id: "setuid-without-effect",
    title:
      "newuidmap has its setuid bit, and the bit has no effect: its owner is not root, or its mount has nosuid",
    question: {
      ask: "Whose is newuidmap, and may its mount have setuid programs?",
      run: "ls -l {newuidmap|$(command -v newuidmap)}; findmnt --noheadings --output OPTIONS --target {newuidmap|$(command -v newuidmap)}",
      yes: "another owner than root, or nosuid",
    },
  },
  {
    id: "subid-ranges",
    title: "The account's subordinate UIDs are missing, too few, listed twice, or overlap",
    question: {
      ask: "Which ranges does the account have?",
      run: "grep -n '^{account|'\"$(id -un)\"'}:' /etc/subuid /etc/subgid; cat /etc/subuid /etc/subgid",
      yes: "no line for the account, a range that is listed twice or overlaps another, or fewer than 65536 ids",
    },
  },
  {
    id: "uid-collision",
    title: "Two accounts share the UID",
    question: {
      ask: "How many accounts have the UID?",
      run: "getent passwd | awk -F: '$3 == {uid|UID}'",
      yes: "more than one line",
    },
  },
  {
    id: "other-group",
    title: "Podman runs with another primary group than the account's",
    question: {
      ask: "Is the group that of the account?",
      run: "id; getent passwd $(id -un)",
      yes: "a gid that differs from the fourth field: newgrp, sg, or Group= of a unit",
    },
  },
  {
    id: "proc-group",
    title: "/proc is mounted with a group of its own",
    question: {
      ask: "How is /proc mounted?",
      run: "findmnt --noheadings --output OPTIONS /proc",
      yes: "gid= or hidepid=",
    },
  },
  {
    id: "nested-container",
    title: "Podman runs in a container that may not make this map",
    question: {
      ask: "Which ids does podman's own namespace have?",
      run: "cat /proc/self/uid_map; grep CapBnd /proc/self/status",
      yes: "another line than `0 0 4294967295`, or capabilities without SETUID: podman runs in a container already",
    },
  },
  {
    id: "stale-pause-process",
    title: "Podman's run directory names processes that are gone",
    question: {
      ask: "Does the process in pause.pid exist, and is the run directory on a tmpfs?",
      run: 'ps -p "$(cat {pause|/run/user/$(id -u)/libpod/tmp/pause.pid})"; findmnt --noheadings --output FSTYPE --target {path|/run/user/$(id -u)}',
      yes: "no such process, or one that is not podman's; or another file system than tmpfs",
    },
  },
  {
    id: "run-root-configured",
    title: "Podman was configured with another run root before",
    question: {
      ask: "Which run root is configured, and which one is in the database?",
      run: "grep -rn -e runroot -e tmp_dir /etc/containers ~/.config/containers; env | grep -e XDG_RUNTIME_DIR -e TMPDIR",
      yes: "a directory that differs from {old|the one in the database}, below the same UID",
    },
  },
  {
    id: "quadlet-before-network",
    title: "The unit starts before the network is there",
    question: {
      ask: "Does the unit work when it is started again later?",
      run: "systemctl --user restart {unit|UNIT}; systemctl show network-online.target --property=ActiveEnterTimestamp",
      yes: "success now, and a failure that is older than network-online.target",
    },
  },
  {
    id: "no-default-route",
    title: "The host has no default route",
    question: {
      ask: "Does the host have an address and a default route?",
      run: "ip -brief address; ip route show default; ip -6 route show default",
      yes: "no default route",
    },
  },
  // Files
  {
    id: "container-uid",
    title: "The container runs as a user who does not own the data",
    question: {
      ask: "As which user does the container run, and who owns the file there?",
      run: `podman inspect --format '{{.Config.User}}' CONTAINER; ${findOwner}`,
      yes: "a user that is not 0, and another number than that user's before the file",
    },
  },
  {
    id: "fchmod-denial",
    title: "The owner of the data is not mapped in the container",
    question: {
      ask: "Who owns the file in podman's namespace?",
      run: findOwner,
      yes: "65534 (nobody)",
    },
  },
  {
    id: "fchmod-seccomp",
    title: "A seccomp profile refuses the call in every container",
    question: {
      ask: "Does it work without the profile, on a new file?",
      run: "for profile in '' --security-opt=seccomp=unconfined; do podman run --rm $profile IMAGE sh -c 'touch /tmp/new && chmod 600 /tmp/new' && echo well; done",
      yes: "Operation not permitted with the profile, and success without it",
    },
  },
  {
    id: "selinux-label",
    title: "SELinux forbids it: the volume lacks the label of a container",
    question: {
      ask: "Does SELinux refuse it?",
      run: "ls -Zd {path|FILE}; ausearch -m avc -ts recent",
      yes: "a label without container_file_t, and a denial (mount the volume with :Z)",
    },
  },
  {
    id: "foreign-file-system",
    title: "The file system does not support changes of owners and modes, or locks",
    question: {
      ask: "What is the file system?",
      run: "findmnt --noheadings --output FSTYPE,OPTIONS --target {path|FILE}",
      yes: "nfs, cifs, 9p, drvfs, fuse or exfat",
    },
  },
  {
    id: "file-permissions",
    title: "The file or its directory is not writable, or mounted read-only",
    question: {
      ask: "May the program write the file and its directory?",
      run: 'ls -ld {path|FILE} "$(dirname {path|FILE})"; findmnt --noheadings --output OPTIONS --target {path|FILE}',
      yes: "a mode without w for its user, the option ro, or no such directory",
    },
  },
  // SQLite
  {
    id: "service-databases-lost",
    title: "The file is no database: overwritten, cut off, or damaged",
    question: {
      ask: "How does the file begin?",
      run: "head --bytes=16 {path|FILE} | od -c",
      yes: "another text than `SQLite format 3`",
    },
  },
  {
    id: "encrypted-database",
    title: "The database is encrypted, and the key is wrong or missing",
    question: {
      ask: "Is the database encrypted, and did its key change?",
      run: "head --bytes=16 {path|FILE} | od -c",
      yes: "random bytes from the start, in a program that encrypts its database",
    },
  },
  {
    id: "sqlite-locked",
    title: "Another process holds the database's lock, or the file system has no locks",
    question: {
      ask: "Which process has the file open, and on which file system is it?",
      run: "fuser --verbose {path|FILE}; findmnt --noheadings --output FSTYPE --target {path|FILE}",
      yes: "a second process, or a network file system",
    },
  },
  {
    id: "seed-migration",
    title: "A migration adds records that exist already",
    question: {
      ask: "Does the error come from a migration, at every start?",
      run: "podman logs --tail 20 CONTAINER; sqlite3 FILE 'select count(*) from {table|TABLE}'",
      yes: "a migration in the lines before, and rows in the table",
    },
  },
  {
    id: "interrupted-migration",
    title: "An earlier migration was interrupted",
    question: {
      ask: "Are tables of the migration left, without an entry that it completed?",
      run: "sqlite3 FILE .tables",
      yes: "tables with a name of the migration, such as _old or _new",
    },
  },
  {
    id: "duplicate-row",
    title: "The program itself adds the same key twice",
    question: {
      ask: "Does the error come with one action, and not at every start?",
      run: "podman logs --tail 50 CONTAINER",
      yes: "a request or a job in the lines before, and a service that continues to run",
    },
  },
  // DNS
  {
    id: "dns-spof",
    title: "No DNS server runs at that address",
    question: {
      ask: "Does a server listen at {server|the server's address}?",
      run: "ss --listening --udp --tcp --numeric --processes '( sport = :{port|53} )'   # on {server|the server}",
      yes: "no line with that address; the server's own log says why it ended",
    },
  },
  {
    id: "wrong-resolver",
    title: "The client asks an address that is not a DNS server's",
    question: {
      ask: "Which servers is this machine configured to ask, and by which configuration?",
      run: "resolvectl dns; cat /etc/resolv.conf",
      yes: "an address that is not your DNS server's",
    },
  },
  {
    id: "dns-firewalled",
    title: "A firewall drops questions to the DNS server",
    question: {
      ask: "Does the server answer on its own machine, but not from outside?",
      run: "dig @{server|SERVER} {name|NAME} +tries=1 +timeout=2   # once on the server itself, once from outside",
      yes: "an answer on the server itself, and none from outside, over UDP and with +tcp",
    },
  },
  {
    id: "upstream-unreachable",
    title: "The resolver works, but the servers behind it do not answer",
    question: {
      ask: "Do the servers of the zone answer?",
      run: "dig +trace {name|NAME}; dig @1.1.1.1 {name|NAME}",
      yes: "an answer from another resolver, or the server at which the trace stops",
    },
  },
  {
    id: "magicdns-amplification",
    title: "The tailnet's resolver forwards all questions to a server that does not answer",
    question: {
      ask: "To which servers does the tailnet forward its questions, and do they answer?",
      run: "tailscale dns status; resolvectl dns; dig @1.1.1.1 {name|NAME}",
      yes: "a resolver of yours that does not answer, while a public one does",
    },
  },
  {
    id: "magicdns-no-upstream",
    title: "The tailnet's resolver has no upstream server",
    question: {
      ask: 'Does the tailnet have global name servers, and is "override local DNS" on?',
      run: "tailscale dns status; resolvectl status tailscale0",
      yes: "no resolver for names outside the tailnet",
    },
  },
  {
    id: "no-record",
    title: "The name has no record of the type that was asked for",
    question: {
      ask: "Does the same server answer for a name that certainly exists?",
      run: "dig @{server|SERVER} {name|NAME} A; dig @{server|SERVER} . NS",
      yes: "an answer: the server works, and this name has no record of this type",
    },
  },
  {
    id: "dns-empty-answers",
    title: "The DNS server answers every question with an empty answer",
    question: {
      ask: "Does the server give an empty answer to every question?",
      run: "dig @{server|SERVER} {name|NAME} SOA; dig @{server|SERVER} google.com A",
      yes: "NOERROR with ANSWER: 0 and AUTHORITY: 0 to both",
    },
  },
  {
    id: "dns-cutover",
    title: "The DNS server does not know this one name",
    question: {
      ask: "Does the server answer for other names of the zone?",
      run: "dig @{server|SERVER} {name|NAME} A +short; dig @{server|SERVER} ANOTHER_NAME A +short",
      yes: "no answer for this name, and a record for the other",
    },
  },
  {
    id: "dnssec-fails",
    title: "DNSSEC validation fails: an expired signature, a wrong DS, or a wrong clock",
    question: {
      ask: "Is there an answer without validation, and is the clock right?",
      run: "dig {name|NAME} +cd; dig {name|NAME} +dnssec; date --utc; timedatectl",
      yes: "an answer only with +cd. With a wrong clock every signed name fails, with a broken zone only its names",
    },
  },
  {
    id: "dnssec-stripped",
    title: "The server behind systemd-resolved does not pass on DNSSEC's records",
    question: {
      ask: "Does the server that systemd-resolved asks send signatures?",
      run: "resolvectl dns; dig @{server|THAT_SERVER} {name|NAME} +dnssec",
      yes: "an answer without RRSIG for a name that is signed",
    },
  },
  // Ports
  {
    id: "port-53-conflict",
    title: "Another program holds port 53, often systemd-resolved",
    question: {
      ask: "Which program holds port 53?",
      run: "ss --listening --udp --tcp --numeric --processes '( sport = :53 )'",
      yes: "a program that is not your DNS server: systemd-resolve, dnsmasq, named",
    },
  },
  // TLS and HTTP
  {
    id: "missing-ca-certificates",
    title: "The image has no list of certificate authorities",
    question: {
      ask: "Does the container have the list, and does the request succeed outside of it?",
      run: "podman cp CONTAINER:/etc/ssl/certs/ca-certificates.crt - | wc --bytes; curl --silent --show-error --head {url|URL}",
      yes: "no such file in the container, and no certificate error outside",
    },
  },
  {
    id: "private-authority",
    title: "A private authority signed the certificate, or a proxy that inspects TLS",
    question: {
      ask: "Which authority signed the certificate that arrives?",
      run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null 2>/dev/null | openssl x509 -noout -issuer",
      yes: "an issuer of your own, or of your network's proxy",
    },
  },
  {
    id: "authority-renewed",
    title: "The authority was replaced, and one side has the old one",
    question: {
      ask: "Is the authority of the client the one that signed?",
      run: "openssl s_client -showcerts -connect {host|HOST}:{port|443} -CAfile CA_FILE </dev/null 2>&1 | grep Verif; openssl x509 -in CA_FILE -noout -subject -fingerprint -dates",
      yes: "a verification that fails although the subject of the authority is the same",
    },
  },
  {
    id: "incomplete-chain",
    title: "The server does not send its intermediate certificate",
    question: {
      ask: "How many certificates does the server send?",
      run: "openssl s_client -showcerts -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null | grep -c 'BEGIN CERTIFICATE'",
      yes: "1",
    },
  },
  {
    id: "tls-san-mismatch",
    title: "The certificate does not have the name that is asked for",
    question: {
      ask: "Which names does the certificate have?",
      run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName",
      yes: "names, but not {host|the one that is asked for}",
    },
  },
  {
    id: "client-name-check",
    title: "The certificate has the name, but the client checks it wrongly or reaches another server",
    question: {
      ask: "Does another client accept the same certificate?",
      run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} -verify_hostname {host|HOST} </dev/null | grep Verif",
      yes: "Verification: OK",
    },
  },
  {
    id: "h2c-backend",
    title: "One side speaks HTTP/2, and the other supports only HTTP/1.1",
    question: {
      ask: "Which protocol does the backend speak?",
      run: "curl --silent --show-error --http1.1 {url|URL}; curl --silent --show-error --http2-prior-knowledge {url|URL}",
      yes: "an answer to the first, and an error to the second",
    },
  },
  {
    id: "wrong-port",
    title: "The port belongs to another service, or to TLS where plain text is expected",
    question: {
      ask: "Which service answers at that port?",
      run: "curl --verbose {url|URL}; openssl s_client -connect {host|HOST}:{port|PORT} </dev/null",
      yes: "another service than the expected one, or a TLS handshake",
    },
  },
  // The tailnet and the platform
  {
    id: "tailnet-only-agent",
    title: "The agent listens only on the tailnet, and the tailnet is down",
    question: {
      ask: "Can the machine be reached over the LAN, but not over the tailnet?",
      run: "tailscale status; ping -c 1 {server|TAILNET_ADDRESS}; ping -c 1 LAN_ADDRESS",
      yes: "no answer over the tailnet, and one over the LAN",
    },
  },
  {
    id: "cold-start",
    title: "The images are gone, and the registry that serves them is one of the missing containers",
    question: {
      ask: "Are there images, and where does the registry run?",
      run: "podman images; podman ps --all",
      yes: "no image, on the machine of the registry's address",
    },
  },
  {
    id: "service-down",
    title: "The service at that address does not run",
    question: {
      ask: "Does a service listen at {server|the address}:{port|PORT}?",
      run: "ss --listening --tcp --numeric --processes '( sport = :{port|PORT} )'   # on {server|the machine}",
      yes: "no line; the service's own log says why",
    },
  },
];
