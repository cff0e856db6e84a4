import { InvalidArgumentError } from "commander";
import { UsageError } from "../errors.ts";
import { closest } from "../scenario/closest.ts";
import {
  isMachineKind,
  type MachineKind,
  machineKinds,
  onKind,
  usualMachineKind,
} from "../scenario/machine-kind.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** What `--on` asks for. */
export type KindsAsked = {
  /** In the order in which they are drilled on; empty: the usual kind. */
  readonly kinds: readonly MachineKind[];
  /** The kind of single machines, by their names, whatever the others are. */
  readonly machines: Readonly<Record<string, MachineKind>>;
};

/** Kinds of machine, and kinds of single machines as `machine=kind`, parted by commas. */
export const parseKinds = (value: string): KindsAsked => {
  const words = value.split(",").map((word) => word.trim());
  const kinds = words.filter((word) => !word.includes("=")).map(kindOfWord);
  if (new Set(kinds).size < kinds.length) throw new InvalidArgumentError("name each kind of machine once.");
  const pairs = words
    .filter((word) => word.includes("="))
    .map((word) => {
      const [machine = "", ...rest] = word.split("=").map((part) => part.trim());
      if (machine === "") throw new InvalidArgumentError("write a machine's name before the =.");
      return [machine, kindOfWord(rest.join("="))] as const;
    });
  const machines = Object.fromEntries(pairs);
  if (Object.keys(machines).length < pairs.length) throw new InvalidArgumentError("name each machine once.");
  return { kinds, machines };
};

const kindOfWord = (word: string): MachineKind => {
  if (isMachineKind(word)) return word;
  const near = closest(word, machineKinds);
  const meant = near === undefined || word === "" ? "" : ` Did you mean ${near}?`;
  throw new InvalidArgumentError(
    `write ${machineKinds.join(" or ")}, or several with commas between them, or MACHINE=KIND.${meant}`,
  );
};

/**
 * The scenario with these machines on kinds of their own.
 * @throws UsageError for a machine that the rig does not have, or that the scenario has on another kind
 */
export const withMachinesOn = (scenario: Scenario, asked: KindsAsked["machines"]): Scenario => {
  const names = scenario.rig.machines.map(({ name }) => name);
  for (const [name, kind] of Object.entries(asked)) {
    const machine = scenario.rig.machines.find((one) => one.name === name);
    if (machine === undefined) {
      const near = closest(name, names);
      throw new UsageError(`${scenario.id} has no machine "${name}"`, {
        ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
        expected: `one of ${names.join(", ")}`,
      });
    }
    if (machine.on !== undefined && machine.on !== kind) {
      throw new UsageError(`the machine ${name} of ${scenario.id} is always ${onKind(machine.on)}`, {
        got: `--on ${name}=${kind}`,
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
 * The kind that a scenario is drilled on when nobody names one: the usual one, if it can show the incident and one of
 * the recoveries can be carried out on it.
 */
export const usualKind = (
  { notOn, procedures }: Scenario,
  chosen: readonly string[] = Object.keys(procedures),
): MachineKind => {
  const showing = machineKinds.filter((kind) => notOn[kind] === undefined);
  const recoveries = chosen.filter((id) => procedures[id]?.mustFail === undefined);
  const wanted = recoveries.length > 0 ? recoveries : chosen;
  const canDo = (kind: MachineKind) => wanted.some((id) => procedures[id]?.notOn[kind] === undefined);
  return showing.find(canDo) ?? showing[0] ?? usualMachineKind;
};
