import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`${name}.service`, import.meta.url)), "utf8");

/** The agent's PATH on a machine with containers: podman, newuidmap, crun and pasta. */
export const PODMAN_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

/** A PATH without podman, for a machine that must have none. */
export const PATH_WITHOUT_PODMAN = "/usr/local/bin";

/** The unit of mcp-agent, for the account with this UID. */
export const mcpAgentUnit = (uid: number, path: string): string =>
  read("mcp-agent").replaceAll("@UID@", String(uid)).replaceAll("@PATH@", path);

/** The unit of mcp-agent as the NixOS module declares it, for the account with this UID. */
export const nixAgentUnit = (uid: number): string => read("mcp-agent-nix").replaceAll("@UID@", String(uid));

/** Makes the directories of NixOS at every boot. */
export const nixosPlacesUnit = (): string => read("nixos-places");

export const mciasUnit = (): string => read("mcias");

/** The public edge: mc-proxy with /etc/metacircular/edge.toml. */
export const edgeUnit = (): string => read("mcias-edge");

/** The second server of the platform's zones: mcns with /etc/metacircular/mcns.toml. */
export const secondMcnsUnit = (): string => read("mcns");

/** The public resolver: mcns with /etc/metacircular/public-dns.toml. */
export const publicDnsUnit = (): string => read("public-dns");

/** DNS over the tailnet: tailnetd with /etc/metacircular/tailnet.toml. */
export const tailnetdUnit = (): string => read("tailnetd");
