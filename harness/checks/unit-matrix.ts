import { ScenarioError } from "../errors.ts";
import type { Action } from "../scenario/action.ts";
import { type Check, check } from "../scenario/check.ts";
import type { Command } from "../scenario/command.ts";
import { accountOn, machine } from "../scenario/machine.ts";
import { raw } from "../scenario/shell.ts";
import { type UnitMatrix, unitMatrixFolder, unitTableScript } from "../scenario/unit-matrix.ts";

const listed = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join(", ");

/**
 * The variants of a group, which must be asked in that situation: of what is never asked nothing would be printed, and
 * a check could not fail. @throws ScenarioError
 */
const titlesIn =
  ({ id, groups, situations }: UnitMatrix) =>
  (situation: string, groupId: string): readonly string[] => {
    const group = groups.find((one) => one.id === groupId);
    if (group === undefined)
      throw new ScenarioError(`matrix ${id}: there is no group "${groupId}" (there is ${listed(groups)})`);
    const asked = situations.filter((one) => group.situations?.includes(one.id) ?? true);
    if (!asked.some((one) => one.id === situation))
      throw new ScenarioError(
        `matrix ${id}: group ${groupId} is asked in no situation "${situation}" (only in ${listed(asked)})`,
      );
    return group.variants.map(({ title }) => title);
  };

/** A matrix's provisioning, commands and checks. */
export const unitMatrix = (matrix: UnitMatrix) => {
  const on = machine(matrix.machine, { addresses: {} });
  const root = accountOn(matrix.machine, "root");
  const { id } = matrix;
  const titles = titlesIn(matrix);
  const broken = (situation: string, group: string): Command =>
    root.sh`unit-matrix broken ${id} ${situation} ${group}`;
  return {
    matrix,
    /** For the machine's provisioning. */
    provision: (): readonly Action[] => [
      on.put(`${unitMatrixFolder}/unit-matrix.mjs`, {
        content: { bundleOf: "harness/guest/unit-matrix/main.ts" },
      }),
      on.put("/usr/local/bin/unit-matrix", {
        content: `#!/bin/sh\nexec /usr/local/bin/node ${unitMatrixFolder}/unit-matrix.mjs "$@"\n`,
        mode: "0755",
      }),
      on.put(`${unitMatrixFolder}/${id}.json`, { content: `${JSON.stringify(matrix)}\n` }),
    ],
    /** Asks every variant what this round asks; earlier rounds are kept. */
    ask: (round: number): Command => root.sh`unit-matrix ask ${id} ${round}`,
    /** Prints all answers; a runbook shows them as a table. */
    table: (): Command => root.sh`${raw(unitTableScript(id))}`,
    /** Removes the units and what the questions have left. */
    clean: (): Command => root.sh`unit-matrix clean ${id}`,
    /** Of this group exactly these variants are broken. */
    breaksExactly: (situation: string, group: string, variants: readonly string[]): Check => {
      const all = titles(situation, group);
      const stranger = variants.find((title) => !all.includes(title));
      if (stranger !== undefined)
        throw new ScenarioError(`matrix ${id}: group ${group} has no variant "${stranger}"`);
      return check(
        `${id}, ${situation}, ${group}: ${variants.length === 0 ? "nothing breaks it" : `${variants.length} of ${all.length} break it`}`,
        variants.length === 0
          ? broken(situation, group).printsNothing()
          : broken(situation, group).printsLines(variants),
      );
    },
    breaksAll: (situation: string, group: string): Check =>
      check(
        `${id}, ${situation}, ${group}: each of them breaks it`,
        broken(situation, group).printsLines(titles(situation, group)),
      ),
  };
};
