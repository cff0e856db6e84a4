import { accountOn } from "../scenario/account.ts";
import { type Check, check } from "../scenario/check.ts";
import type { MachineHandle } from "../scenario/machine.ts";

/** Checks on the system manager of a machine. */
export const systemd = (machine: Pick<MachineHandle, "name">) => {
  const root = accountOn(machine.name, "root");
  return {
    /** Every unit has started and none has failed. Source: systemctl(1), is-system-running. */
    isUp: (): Check =>
      check(`${machine.name} is up`, root.sh`systemctl is-system-running`.printsExactly("running")),
    unitIsActive: (unit: string): Check =>
      check(`${unit} is active`, root.sh`systemctl is-active ${unit}`.printsExactly("active")),
  };
};
