import { address } from "drillbook";
import { publicPrograms } from "../programs.ts";
import { command, file, type ProvisionItem, programFile } from "../provision-items.ts";
import { account } from "../provision-rift.ts";
import { svcService } from "../provision-svc.ts";
import { secondMcnsUnit } from "../units/units.ts";
import { RESOLVER_FILE, resolverConfig } from "./provision-vade.ts";

/**
 * What svc needs: MCNS over the tailnet as its resolver, and the second MCNS and the firewall, which a scenario starts on
 * demand; the firewall then starts at each boot, too.
 */
export const dnsSvcProvision = (): readonly ProvisionItem[] => [
  ...account(true),
  programFile("mcns", publicPrograms.secondMcns.bundleOf),
  ...svcService("mcns.service", secondMcnsUnit(), publicPrograms.secondMcns, "mcns"),
  command("root", "systemctl disable --quiet mcns.service"),
  command("root", "systemctl unmask --quiet ufw.service && systemctl enable --quiet ufw.service"),
  file(RESOLVER_FILE, resolverConfig([address("rift", "tailnet")])),
];
