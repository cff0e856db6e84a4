import type { SourceDocument } from "drillbook";

export const drDocument = {
  id: "dr",
  name: "DR",
  title: "Disaster-recovery runbook, bootstrap from zero",
  claims: {
    68: {
      where: "Assumptions",
      text: "The agent starts automatically at boot.",
    },
    69: {
      where: "Assumptions",
      text: "Tailscale connects at boot.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    70: {
      where: "Assumptions",
      text: "/srv is intact, and images are cached.",
    },
    71: {
      where: "Prerequisites 1",
      text: "`hostname` prints rift.",
    },
    72: {
      where: "Prerequisites 2",
      text: "`tailscale status --self` shows 100.95.252.120.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    73: {
      where: "Prerequisites 3",
      text: "`id mcp` prints uid=850 gid=850.",
    },
    74: {
      where: "Prerequisites 4",
      text: "mcp-agent is active.",
    },
    75: {
      where: "Prerequisites 5",
      text: "`podman images | wc -l` above 0 means that images are cached.",
    },
    76: {
      where: "Prerequisites",
      text: "Without Tailscale: `doas systemctl start tailscaled && doas tailscale up`.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    77: {
      where: "Prerequisites",
      text: "Agent down: look at /srv/mcp/mcp-agent and mcp-agent.toml, and restart it.",
      open: "A drill in which the agent's binary or its configuration is missing.",
    },
    78: {
      where: "Order",
      text: "Four stages; each is healthy before the next.",
    },
    79: {
      where: "Order",
      text: "exo belongs to stage 4.",
      outOfReach: "The documents have no definition of exo.",
    },
    80: {
      where: "Manual",
      text: "PODMAN_CMD='doas sh -c \"… su -s /bin/sh mcp -c\"' works as a prefix of commands.",
    },
    81: {
      where: "Manual",
      text: "`ssh mcp@rift` is the other way to become mcp.",
    },
    82: {
      where: "Stage 1",
      text: "MCNS first: without it no name resolves.",
    },
    83: {
      where: "Stage 1",
      text: "`dig google.com` returns an address.",
    },
    84: {
      where: "Stage 1",
      text: "`dig mcq.svc.mcp.metacircular.net` returns a tailnet address.",
    },
    85: {
      where: "Stage 1",
      text: "Bind addresses, not 0.0.0.0.",
    },
    86: {
      where: "Stage 2",
      text: "The `podman run` line of mc-proxy (network host).",
    },
    87: {
      where: "Stage 2",
      text: "`curl -sk https://localhost:443/` answers; 404 is fine.",
    },
    88: {
      where: "Stage 2",
      text: "The `podman run` line of mcr-api.",
    },
    89: {
      where: "Stage 2",
      text: "The `podman run` line of mcr-web (--user 0:0).",
    },
    90: {
      where: "Stage 2",
      text: "Where MCR says chmod or readonly database, delete the database.",
    },
    91: {
      where: "Stage 2",
      text: "Blobs in /srv/mcr/layers/ stay, tags go; push the images again.",
    },
    92: {
      where: "Stage 2",
      text: "The `podman run` line of metacrypt-api.",
    },
    93: {
      where: "Stage 2",
      text: "The `podman run` line of metacrypt-web.",
    },
    94: {
      where: "Stage 2",
      text: "To delete Metacrypt's database loses secrets, tracking and CA state.",
    },
    95: {
      where: "Stage 2",
      text: "The CA's key is in the sealed vault (a password), not in SQLite.",
    },
    96: {
      where: "Stage 3",
      text: "The `podman run` line of mcp-master.",
    },
    97: {
      where: "Stage 3",
      text: "`mcp node list` shows rift, svc and orion.",
    },
    98: {
      where: "Stage 4",
      text: "`mcp deploy` of mcq, mcdoc, mcat and kls with --direct.",
    },
    99: {
      where: "Stage 4",
      text: "The `podman run` line of mcq.",
    },
    100: {
      where: "Stage 4",
      text: "The `podman run` line of mcdoc.",
    },
    101: {
      where: "Stage 4",
      text: "The `podman run` line of mcat.",
    },
    102: {
      where: "Stage 4",
      text: "The `podman run` line of kls.",
    },
    103: {
      where: "Stage 4",
      text: "The `podman run` line of sgardd.",
    },
    104: {
      where: "Checklist",
      text: "`mcp ps`: everything runs.",
    },
    105: {
      where: "Checklist",
      text: "MCIAS is healthy (on svc, unaffected).",
    },
    106: {
      where: "Checklist",
      text: "MCR answers at /v2/.",
    },
    107: {
      where: "Checklist",
      text: "Metacrypt is healthy, by name.",
    },
    108: {
      where: "Checklist",
      text: "The public routes mcq and docs work through svc.",
    },
    109: {
      where: "Common errors",
      text: "`chmod: operation not permitted`: delete the database.",
    },
    110: {
      where: "Common errors",
      text: "`address already in use` on port 53.",
    },
    111: {
      where: "Common errors",
      text: "The fix is `-p LAN:53:53 -p TAILNET:53:53`.",
    },
    112: {
      where: "Common errors",
      text: "`connection refused` to MCR: start from cached images.",
    },
    113: {
      where: "Common errors",
      text: "The agent shows `error`: Tailscale is down here or there.",
    },
    114: {
      where: "Common errors",
      text: "The agent shows `error`: `ss -tlnp | grep 9444`.",
      test: "twin/metacircular/programs/mcp/node-list.test.ts",
    },
    115: {
      where: "Common errors",
      text: "The agent shows `error`: a wrong address in the command line's configuration.",
      test: "twin/metacircular/programs/mcp/node-list.test.ts",
    },
    116: {
      where: "Common errors",
      text: "The agent shows `error`: the certificate lacks the tailnet address.",
      test: "twin/metacircular/programs/mcp/node-list.test.ts",
    },
    117: {
      where: "Common errors",
      text: "`podman: executable file not found` on svc is benign.",
    },
    118: {
      where: "Common errors",
      text: "svc uses Docker.",
      outOfReach: "The images of svc's services are not available; the twin runs them as units of systemd.",
    },
    119: {
      where: "Cold start",
      text: '`ssh svc "docker ps | grep mcias"` shows MCIAS.',
      outOfReach: "The images of svc's services are not available; the twin runs them as units of systemd.",
    },
    120: {
      where: "Cold start",
      text: "The machine was wiped.",
      open: "A drill that loses /srv, the account and the agent's registry, too.",
    },
    121: {
      where: "Cold start",
      text: "Images are built on vade with `make docker`.",
      outOfReach: "The sources of the services are not available.",
    },
    122: {
      where: "Cold start",
      text: "`podman save | ssh rift podman load` brings the images.",
    },
    123: {
      where: "Cold start",
      text: '`ssh rift "podman load"` loads them for mcp.',
    },
    124: {
      where: "Cold start",
      text: "Push to the running MCR from another node, and pull.",
    },
    125: {
      where: "Reference",
      text: "The service table: images, networks, ports, paths.",
      test: "twin/metacircular/services.test.ts",
    },
  },
} as const satisfies SourceDocument;
