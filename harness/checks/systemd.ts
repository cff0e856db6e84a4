import { ScenarioError } from "../errors.ts";
import { accountOn } from "../scenario/account.ts";
import { type Check, check, orElse } from "../scenario/check.ts";
import { type Duration, milliseconds } from "../scenario/duration.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { MachineHandle } from "../scenario/machine.ts";

type StaysActiveOptions = {
  /** From one second to four: one look at a check has five. @default "2s" */
  readonly for?: Duration;
};

/** Whole seconds, which every sleep(1) takes. @throws ScenarioError */
const secondsOf = (unit: string, duration: Duration): number => {
  const seconds = milliseconds(duration) / 1000;
  if (Number.isInteger(seconds) && seconds <= 4) return seconds;
  throw new ScenarioError(`${unit} cannot be watched for ${duration}`, {
    expected: "1s, 2s, 3s or 4s",
    next: "a service that needs longer to fail is asked whether it does its work, for example with http(…).answers(…)",
  });
};

/** Checks on the system manager of a machine. */
export const systemd = (machine: Pick<MachineHandle, "name">) => {
  const root = accountOn(machine.name, "root");
  return {
    /** Every unit has started and none has failed. Source: systemctl(1), is-system-running. */
    isUp: (): Check =>
      check(`${machine.name} is up`, root.sh`systemctl is-system-running`.printsExactly("running")),
    /** At this moment; a unit of Type=simple is active as soon as its process exists, also one that ends at once. */
    unitIsActive: (unit: string): Check =>
      orElse(
        check(`${unit} is active`, root.sh`systemctl is-active ${unit}`.printsExactly("active")),
        `\`systemctl start ${unit}\`, as root; where it ends again, \`journalctl --boot --unit ${unit}\` says why.`,
      ),
    /** It is active, and still is after that time, without having been started again. @throws ScenarioError */
    unitStaysActive: (unit: string, options: StaysActiveOptions = {}): Check => {
      assertKnownFields(`unitStaysActive of ${unit}`, options, ["for"]);
      const seconds = secondsOf(unit, options.for ?? "2s");
      const started = root.sh`systemctl is-active ${unit} && started=$(systemctl show --property=InvocationID ${unit}) && sleep ${seconds} && systemctl is-active ${unit} && test "$(systemctl show --property=InvocationID ${unit})" = "$started"`;
      return check(`${unit} stays active for ${seconds} s`, started.printsLines(["active", "active"]));
    },
  };
};
