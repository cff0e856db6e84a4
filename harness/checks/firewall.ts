import { ScenarioError } from "../errors.ts";
import { Command } from "../probes/command/value.ts";
import { type Check, check } from "../scenario/check.ts";
import { firewallLine } from "../scenario/firewall.ts";
import type { MachineHandle } from "../scenario/machine.ts";
import type { FirewallTask } from "../scenario/text.ts";

type Protocol = "tcp" | "udp";

/** @throws ScenarioError */
const assertPort = (port: number): void => {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return;
  throw new ScenarioError(`the firewall knows no port ${port}`, { expected: "a number from 1 to 65535" });
};

/** The firewall of a machine: UFW in a rig, and on the real platform what its profile names (`firewall`). */
export const firewall = ({ name: machine }: Pick<MachineHandle, "name">) => {
  const command = (task: FirewallTask, ...more: readonly string[]): Command =>
    new Command({
      machine,
      user: "root",
      script: [{ kind: "firewall", machine, task, rig: [firewallLine("ufw", task)] }, ...more],
    });
  const changing = (what: "allow" | "disallow", port: number, protocol?: Protocol): Command => {
    assertPort(port);
    return command({ do: what, port, ...(protocol === undefined ? {} : { protocol }) });
  };
  return {
    /** Lets a port in, also after a reboot; without a protocol both TCP and UDP. @throws ScenarioError for what is no port */
    allow: (port: number, protocol?: Protocol): Command => changing("allow", port, protocol),
    /** Removes the rule that `allow` has added. @throws ScenarioError for what is no port */
    disallow: (port: number, protocol?: Protocol): Command => changing("disallow", port, protocol),
    /** No rule names the port, for any protocol. @throws ScenarioError for what is no port */
    hasNoRuleFor: (port: number): Check => {
      assertPort(port);
      return check(
        `no rule of the firewall of ${machine} names port ${port}`,
        command({ do: "status" }, ` | grep --count '^${port}[/ ]'`).exits(1).printsExactly("0"),
      );
    },
    /** It is switched on, and drops what no rule lets in. */
    dropsByDefault: (): Check =>
      check(
        `the firewall of ${machine} drops what no rule lets in`,
        command({ do: "status" }).prints("Default: deny (incoming)"),
      ),
  };
};
