import { readFileSync } from "node:fs";
import { isIP } from "node:net";

export const resolvConfFile = "/etc/resolv.conf";

/** At most three servers; the default if the file is missing or empty. Source: resolv.conf(5). */
const mostServers = 3;
const usualServer = "127.0.0.1";

/** The servers that the text names, in order. */
const nameserversIn = (text: string): string[] => {
  const servers = text
    .split("\n")
    .map((line) => /^nameserver[ \t]+([^ \t#;]+)/.exec(line)?.[1])
    .filter((server) => server !== undefined && isIP(server) !== 0) as string[];
  return servers.length === 0 ? [usualServer] : servers.slice(0, mostServers);
};

/** The servers of the machine's resolver. */
export const systemServers = (file = resolvConfFile): string[] => {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Without the file the machine's own server is the default.
  }
  return nameserversIn(text);
};
