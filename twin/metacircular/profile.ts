import { definePlatform } from "drillbook";

/** The shell of the account that runs every container. Source: DNS-DAY, "podman logs mcns-coredns"; DR, prerequisites. */
const shellOfMcp = "doas su - mcp -s /bin/sh\nexport XDG_RUNTIME_DIR=/run/user/$(id -u)";

/**
 * What the platform has in place of the rigs' words. Sources: the recovery document (DR), mcp.nix (NIX), DNS-DAY, and the
 * platform's own documents, "Service definitions" and "TLS verification".
 */
export const profile = definePlatform({
  machines: {
    rift: { system: "NixOS", accounts: { root: "doas -s", mcp: shellOfMcp } },
    orion: { system: "NixOS", accounts: { root: "doas -s", mcp: shellOfMcp } },
    vade: { system: "NixOS", accounts: { root: "doas -s" } },
    svc: {
      system: "Debian",
      accounts: {
        root: "sudo -s",
        mcp: "sudo su - mcp -s /bin/sh\nexport XDG_RUNTIME_DIR=/run/user/$(id -u)",
      },
      // Source: DNS-DAY, delegation.
      firewall: "ufw",
    },
    internet: { system: "Debian", accounts: { root: "sudo -s" }, called: "a machine outside the platform" },
    // The AI stack's, which is no part of the platform. Source: AISTACK.
    workstation: {
      system: "NixOS",
      accounts: { root: "sudo -s", hyperd: "sudo -u hyperd -i\nexport XDG_RUNTIME_DIR=/run/user/$(id -u)" },
    },
    // Of incidents of the field, which have no platform.
    worker: {
      system: "Debian",
      accounts: {
        root: "sudo -s",
        ...Object.fromEntries(
          ["wiki", "chat", "blog", "shop", "bank"].map((name) => [
            name,
            `sudo -u ${name} -s\nexport HOME=~${name} XDG_RUNTIME_DIR=/run/user/$(id -u) && cd`,
          ]),
        ),
      },
      called: "the machine of the containers",
    },
    authority: { system: "Debian", accounts: { root: "sudo -s" }, called: "the server of the zones" },
    unbound: { system: "Debian", accounts: { root: "sudo -s" }, called: "the resolver with Unbound" },
    bind: { system: "Debian", accounts: { root: "sudo -s" }, called: "the resolver with BIND" },
    client: { system: "Debian", accounts: { root: "sudo -s" }, called: "a client" },
    shop: {
      system: "Debian",
      accounts: { root: "sudo -s", orders: "sudo -u orders -s", stock: "sudo -u stock -s" },
      called: "the machine of the services",
    },
  },
  words: {
    trust: {
      rig: "--cacert /etc/ssl/metacircular/ca.pem",
      platform: "--insecure",
      note: "The checks have `--insecure`, as those of the recovery document have: they ask whether a service answers, and its certificate does not name the address 127.0.0.1.",
    },
    caFile: { rig: "/etc/ssl/metacircular/ca.pem", platform: "/srv/mcp/certs/metacircular-ca.pem" },
    agentConfig: { rig: "/etc/metacircular/mcp-agent.toml", platform: "/srv/mcp/mcp-agent.toml" },
    agentRegistry: {
      rig: "/srv/mcp/mcp-agent/registry.db",
      platform: "/srv/mcp/mcp.db",
      note: "The registry of the agent is the file that `path` below `[database]` in /srv/mcp/mcp-agent.toml names; by the platform's rule for databases it is /srv/mcp/mcp.db.",
    },
    agentCertificate: { rig: "/srv/mcp/mcp-agent/certs/mcp-agent.pem", platform: "/srv/mcp/certs/cert.pem" },
    toolConfig: { rig: "/etc/metacircular/mcp.toml", platform: "~/.config/mcp/mcp.toml" },
    definitions: { rig: "/etc/metacircular/services", platform: "~/.config/mcp/services" },
  },
  missing: {
    "mcp agent recover":
      "an open item of the post-mortem: an agent that starts the containers of its own registry",
  },
  standIns: ["mcp"],
  rigOnly: [
    ...["/etc/metacircular", "/usr/local/lib/metacircular", "/srv/backup", "/etc/ssl/drillbook"],
    ...["apply-accounts", "tailnetd", "mcias.mjs", "also_listen", "/srv/mcp/canary"],
  ],
});

/** For requests that the platform's authority is trusted in. */
export const trusted = { caFile: profile.word("caFile"), trust: profile.word("trust") } as const;

/** What an operator types where the platform's agent cannot recover its containers by itself. Source: DR, stage 4. */
export const deployDirect = (services: readonly string[]): string =>
  [...new Set(services)].map((name) => `mcp deploy ${name} --direct`).join("\n");
