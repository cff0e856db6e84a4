import type { SourceDocument } from "drillbook";

export const incidentDocument = {
  id: "incident",
  name: "INCIDENT",
  title: "Post-mortem of 2026-04-03, UID change cascading failure",
  claims: {
    1: {
      where: "Background",
      text: "orion's configuration pins mcp to UID 995, which sshd already has: two accounts, one UID.",
    },
    2: {
      where: "Background",
      text: "`id mcp` prints uid=995(sshd) gid=988(mcp).",
    },
    3: {
      where: "Background",
      text: "newuidmap refuses because the caller's UID belongs to sshd.",
    },
    4: {
      where: "UID Change",
      text: "The UIDs 800 to 899 are free on all nodes.",
    },
    5: {
      where: "UID Change",
      text: "Both hosts are rebuilt with `nixos-rebuild switch`.",
    },
    6: {
      where: "Problem 1",
      text: "NixOS keeps the UID of an existing user, and warns.",
    },
    7: {
      where: "Problem 1",
      text: "`usermod -u 850 mcp` is run by hand on each node.",
    },
    8: {
      where: "Problem 2",
      text: "Podman's db.sql holds /run/user/995/libpod/tmp and /run/user/995/containers.",
    },
    9: {
      where: "Problem 2",
      text: "The session's directory /run/user/995 is tied to the UID.",
    },
    10: {
      where: "Problem 2",
      text: "subuid and subgid are given by name, but the kernel checks the actual UID, so they have to be fixed.",
    },
    11: {
      where: "Problem 2",
      text: "The directories of overlay storage are owned by the old mapping (995 to 100000).",
    },
    12: {
      where: "Problem 2",
      text: "After the change podman says `newuidmap: write to uid_map failed: Operation not permitted`.",
    },
    13: {
      where: "Reboot",
      text: "A reboot gives a clean session.",
    },
    14: {
      where: "Reboot",
      text: "After the reboot `podman ps -a` is empty.",
    },
    15: {
      where: "Reboot",
      text: "Podman made its database anew at boot, because the old one named a path that was missing.",
    },
    16: {
      where: "Reboot",
      text: "The images are still in overlay storage.",
    },
    17: {
      where: "Reboot",
      text: "The containers' definitions (names, ports, mounts, restart policy) are lost.",
    },
    18: {
      where: "DNS collapse",
      text: "mcq.svc.mcp.metacircular.net gets no answer.",
    },
    19: {
      where: "DNS collapse",
      text: "MCNS is the LAN's recursive resolver, too.",
    },
    20: {
      where: "DNS collapse",
      text: "google.com is NXDOMAIN on machines that use MCNS.",
    },
    21: {
      where: "DNS collapse",
      text: "MagicDNS is affected because systemd-resolved's global DNS pointed to MCNS.",
    },
    22: {
      where: "DNS collapse",
      text: "Tailscale's connectivity itself does not need MCNS.",
    },
    23: {
      where: "DNS collapse",
      text: "MagicDNS asks Tailscale's own servers for .ts.net names.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    24: {
      where: "DNS collapse",
      text: "Host names by Tailscale's DNS failed.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    25: {
      where: "DNS collapse",
      text: "Tailscale off on vade brought external names back.",
    },
    26: {
      where: "DNS collapse",
      text: "Tailscale off on vade cut the way to the agent, which listens on the tailnet address only (port 9444).",
    },
    27: {
      where: "Recovery 1",
      text: "Tailscale on again, on both machines.",
    },
    28: {
      where: "Recovery 2",
      text: "MCNS is started by hand with the exact `podman run` line.",
    },
    29: {
      where: "Recovery 2",
      text: "systemd-resolved holds port 53 on localhost.",
    },
    30: {
      where: "Recovery 2",
      text: "`--network host` is therefore not possible for MCNS.",
    },
    31: {
      where: "Recovery 2",
      text: "Names are back within seconds.",
    },
    32: {
      where: "Recovery 3",
      text: "All images were cached.",
    },
    33: {
      where: "Recovery 3",
      text: "`mcp deploy` could not work because MCR was down.",
      outOfReach:
        "The platform's deploy pipeline is not available; the twin's `mcp deploy` uses cached images.",
    },
    34: {
      where: "Recovery 3",
      text: "The agent's registry was empty.",
    },
    35: {
      where: "Recovery 3",
      text: "The automatic build failed: /etc/resolv.conf, permission denied, in build containers.",
      outOfReach: "The platform's build containers are not available.",
    },
    36: {
      where: "Recovery 3",
      text: "Each service is started by `podman run`, from ~/.config/mcp/services/*.toml.",
    },
    37: {
      where: "Recovery 4",
      text: "/srv/* is owned by 850: UID 0 inside is 850 outside.",
    },
    38: {
      where: "Recovery 4",
      text: "`podman unshare chown -R 0:0 /srv/<service>` fixes the ownership.",
    },
    39: {
      where: "Recovery 4",
      text: "In WAL mode SQLite must create its -wal and -shm files beside the database.",
    },
    40: {
      where: "Recovery 4",
      text: "fchmod is denied in rootless user namespaces, even for UID 0; SQLite calls it.",
    },
    41: {
      where: "Recovery 5",
      text: "The denial was fatal for MCR and Metacrypt.",
    },
    42: {
      where: "Recovery 5",
      text: "The fix was: stop the service, `rm -f` its database files, start it.",
    },
    43: {
      where: "Recovery 5",
      text: "The error still comes with the new database, and is not fatal.",
    },
    44: {
      where: "Data loss",
      text: "MCR lost tags and manifests; blobs stay.",
    },
    45: {
      where: "Data loss",
      text: "Metacrypt lost the state of its CA (encrypted keys, issued certificates).",
    },
    46: {
      where: "Data loss",
      text: "mcq, mcdoc and others survived the changes of ownership.",
    },
    47: {
      where: "Root causes",
      text: "NixOS assigns UIDs downwards from 999.",
    },
    48: {
      where: "Root causes",
      text: "Five things must be repaired after a change of the UID, and none of it is automatic.",
    },
    49: {
      where: "Root causes",
      text: "There is no boot sequencing: after a reboot nothing starts in order.",
    },
    50: {
      where: "Root causes",
      text: "MCNS is a single point of failure, of management, too.",
    },
    51: {
      where: "Lessons",
      text: "Never change the UID of a rootless account.",
    },
    52: {
      where: "Lessons",
      text: "Resolve a collision on the node that has it: move sshd.",
    },
    53: {
      where: "Lessons",
      text: "Or override the UID on that host alone.",
    },
    54: {
      where: "Lessons",
      text: "With the fallback resolvers 1.1.1.1 and 8.8.8.8 after MCNS, DNS is no single point of failure.",
    },
    55: {
      where: "Lessons",
      text: "The NixOS configuration should list the fallback resolvers.",
    },
    56: {
      where: "Lessons",
      text: "The boot sequence is foundation, core, management.",
    },
    57: {
      where: "Lessons",
      text: "The agent can recover containers from its registry (`mcp agent recover`).",
    },
    58: {
      where: "Lessons",
      text: "After a reset of podman the agent's registry still knows every container. (Claim 34 says that it was empty.)",
    },
    59: {
      where: "Lessons",
      text: "Definitions must hold every run-time parameter.",
    },
    60: {
      where: "Lessons",
      text: "A tool must turn a definition into a `podman run` command.",
    },
    61: {
      where: "Lessons",
      text: "MagicDNS amplifies failures of DNS.",
    },
    62: {
      where: "Lessons",
      text: "The fix is fallback resolvers, not disabling Tailscale.",
    },
    63: {
      where: "Actions",
      text: "The chmod was the platform's own os.Chmod; from mcdsl 1.8.0 on its failure is not fatal.",
    },
    64: {
      where: "Actions",
      text: "Nodes need several addresses (tailnet and LAN).",
    },
    65: {
      where: "Actions",
      text: "Nodes need a host name among their addresses.",
      open: "The stand-in's `mcp` takes addresses alone.",
    },
    66: {
      where: "Actions",
      text: "mcp's UID is pinned at 850.",
    },
    67: {
      where: "Head",
      text: "The outage lasted about two hours.",
      outOfReach: "A drill measures the time that machines need, not a person.",
    },
  },
} as const satisfies SourceDocument;
