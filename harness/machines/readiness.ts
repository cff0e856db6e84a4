import { MachineError, RigNotReadyError } from "../errors.ts";
import type { Channel } from "./channel/channel.ts";
import { startTimeoutMs } from "./engine/deadline.ts";
import { onThisHost } from "./host-load.ts";
import { secondsWords } from "./seconds.ts";

/** Answers the state once the boot is over; before, systemd's socket is not there yet. */
const untilBooted = `
until [ -S /run/systemd/private ]; do sleep 0.005; done
until state=$(systemctl is-system-running --wait 2>/dev/null); [ -n "$state" ] && [ "$state" != offline ]; do
  sleep 0.01
done
echo "$state"`;

/** The units, one a line, then the end of each unit's output: the machine's journal is removed with the machine. */
const failedUnits = `
units=$(systemctl list-units --failed --plain --no-legend --no-pager)
echo "$units"
echo "$units" | while read -r unit rest; do
  echo "--- the end of what $unit printed"
  journalctl --boot --unit "$unit" --lines 10 --no-pager --output cat
done | head -n 60`;

const failedUnitsMs = 20_000;

/** Resolves when systemd has reached its target with no unit failed. @throws MachineError without an end of the boot; RigNotReadyError that names the units that failed */
export const untilSystemdRuns = async (
  machine: string,
  channel: Channel,
  timeoutMs = startTimeoutMs,
): Promise<void> => {
  const boot = await channel.exec({ script: untilBooted, timeoutMs: onThisHost(timeoutMs) });
  const state = boot.stdout.trim();
  if (state === "running") return;
  const failed = boot.timedOut
    ? undefined
    : await channel.exec({ script: failedUnits, timeoutMs: onThisHost(failedUnitsMs) });
  // Units fail again in every boot; a boot that did not end may do so the next time.
  const Failure = boot.timedOut ? MachineError : RigNotReadyError;
  throw new Failure(`${machine}: the machine did not start`, {
    command: "systemctl is-system-running --wait",
    expected: "running",
    got: [state || "no state", failed?.stdout.trim()].filter(Boolean).join("\n"),
    waited: secondsWords(boot.durationMs),
    next: "correct the unit, or take it out of the rig's provisioning",
  });
};
