import { UsageError } from "../errors.ts";
import { closest } from "../scenario/closest.ts";
import {
  forKind,
  type KindWord,
  kindWord,
  type MachineKind,
  machineKinds,
  onKind,
  usualMachineKind,
} from "../scenario/machine-kind.ts";
import type { Rig } from "../scenario/rig.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** For a name that the scenario does not have. */
export const notThere = (
  { id }: Scenario,
  what: string,
  name: string,
  all: readonly string[],
): UsageError => {
  const near = closest(name, all);
  return new UsageError(`${id} has no ${what} "${name}"`, {
    expected: `one of ${all.join(", ")}`,
    ...(near === undefined ? {} : { next: `did you mean ${near}?` }),
  });
};

/** What `--on` asks for. */
export type KindsAsked = {
  /** In the order in which they are drilled on; empty: the usual kind. */
  readonly kinds: readonly KindWord[];
  /** The kind of single machines, by their names, whatever the others are. */
  readonly machines: Readonly<Record<string, KindWord>>;
};

/**
 * The scenario with these machines on kinds of their own.
 * @throws UsageError for a machine that the rig does not have, or that the scenario has on another kind
 */
export const withMachinesOn = (
  scenario: Scenario,
  asked: Readonly<Record<string, MachineKind>>,
): Scenario => {
  const names = scenario.rig.machines.map(({ name }) => name);
  for (const [name, kind] of Object.entries(asked)) {
    const machine = scenario.rig.machines.find((one) => one.name === name);
    if (machine === undefined) {
      throw notThere(scenario, "machine", name, names);
    }
    if (machine.on !== undefined && machine.on !== kind) {
      throw new UsageError(`the machine ${name} of ${scenario.id} is always ${onKind(machine.on)}`, {
        got: `--on ${name}=${kindWord(kind)}`,
      });
    }
  }
  if (Object.keys(asked).length === 0) return scenario;
  const machines = scenario.rig.machines.map((one) => {
    const kind = asked[one.name];
    return kind === undefined ? one : { ...one, on: kind };
  });
  return { ...scenario, rig: { ...scenario.rig, machines } };
};

/**
 * The kind that a scenario is drilled on when the command names none: the usual one, if it can show the incident and one
 * of the recoveries can be carried out on it. As a word, it leaves the choice between kinds with their own kernel.
 */
export const usualKind = (
  { notOn, procedures }: Scenario,
  chosen: readonly string[] = Object.keys(procedures),
): MachineKind => {
  const showing = machineKinds.filter((kind) => forKind(notOn, kind) === undefined);
  const recoveries = chosen.filter((id) => procedures[id]?.mustFail === undefined);
  const wanted = recoveries.length > 0 ? recoveries : chosen;
  const canDo = (kind: MachineKind) =>
    wanted.some((id) => forKind(procedures[id]?.notOn ?? {}, kind) === undefined);
  return showing.find(canDo) ?? showing[0] ?? usualMachineKind;
};

/** The kinds that the rig's machines are of, in a drill on the usual one. */
export const kindsIn = ({ machines }: Rig, usual: MachineKind): ReadonlySet<MachineKind> =>
  new Set(machines.map(({ on }) => on ?? usual));
