import { setTimeout as pause } from "node:timers/promises";
import type { Machine } from "../machines/machine.ts";
import type { RigHost, RunningRig } from "../machines/rig-host.ts";
import type { CommandObservation, CommandRequest } from "../probes/command/value.ts";
import type { Rig } from "../scenario/rig.ts";

/** The account that the contract adds, with a group beside its own. */
export const user = "contract";

/** The rig of the contract: one machine in two networks. */
export const contractRig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/24" },
  ],
  machines: [
    { name: "one", addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" }, users: [user], provision: [] },
  ],
  setup: [],
  samples: [],
};

/** A started machine, and how to talk to it briefly. */
export class Subject {
  readonly host: RigHost;
  readonly rig: RunningRig;
  readonly machine: Machine;

  constructor(host: RigHost, rig: RunningRig) {
    this.host = host;
    this.rig = rig;
    const machine = rig.machines.get("one");
    if (machine === undefined) throw new Error("the rig has no machine");
    this.machine = machine;
  }

  run(script: string, more: Partial<CommandRequest> = {}): Promise<CommandObservation> {
    return this.machine.exec({ script, timeoutMs: 10_000, ...more });
  }

  /** The output of a command that must succeed. */
  async out(script: string, more: Partial<CommandRequest> = {}): Promise<string> {
    const seen = await this.run(script, more);
    if (seen.exitCode !== 0)
      throw new Error(`${script}: exit ${seen.exitCode ?? seen.signal}: ${seen.stderr}`);
    return seen.stdout.trimEnd();
  }
}

export const startSubject = async (host: RigHost, rig: Rig = contractRig): Promise<Subject> => {
  await host.prepare(rig, () => {});
  const running = await host.start(rig, { label: "contract", keep: false });
  const subject = new Subject(host, running);
  await subject.out(`id ${user} || useradd --create-home --groups adm ${user}`);
  return subject;
};

/** The time limit for a state; generous, because an emulated machine is slow and speed is not tested. */
const neverMs = 100_000;

/** Resolves when the condition is true. @throws Error that names the condition, at the time limit */
export const eventually = async (what: string, look: () => Promise<boolean> | boolean): Promise<void> => {
  const untilMs = performance.now() + neverMs;
  while (!(await look())) {
    if (performance.now() > untilMs) throw new Error(`not within ${neverMs / 1000} s: ${what}`);
    await pause(50);
  }
};
