import type { FirewallTask } from "./text.ts";

/** Programs that a machine's firewall is managed with. Source: ufw(8). */
export const firewallNames = ["ufw"] as const;

export type FirewallName = (typeof firewallNames)[number];

const ufw = (task: FirewallTask): string => {
  if (task.do === "status") return "ufw status verbose";
  const rule = task.protocol === undefined ? `${task.port}` : `${task.port}/${task.protocol}`;
  return task.do === "allow" ? `ufw allow ${rule}` : `ufw delete allow ${rule}`;
};

const lines: Readonly<Record<FirewallName, (task: FirewallTask) => string>> = { ufw };

/** The shell text that does this with the program. */
export const firewallLine = (name: FirewallName, task: FirewallTask): string => lines[name](task);
