import { type Action, type Check, type Command, check, machine, type PrintedSection } from "drillbook";
import { type UnitMatrix, unitMatrixFolder } from "./matrix.ts";
import { problemsOf } from "./problems.ts";

const listed = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join(", ");

/**
 * The variants of a group, which must be asked in that situation: a check of variants that are never asked could not
 * fail. @throws RangeError
 */
const titlesIn =
  ({ id, groups, situations }: UnitMatrix) =>
  (situation: string, groupId: string): readonly string[] => {
    const group = groups.find((one) => one.id === groupId);
    if (group === undefined)
      throw new RangeError(`matrix ${id}: there is no group "${groupId}" (there is ${listed(groups)})`);
    const asked = situations.filter((one) => group.situations?.includes(one.id) ?? true);
    if (!asked.some((one) => one.id === situation))
      throw new RangeError(
        `matrix ${id}: group ${groupId} is asked in no situation "${situation}" (only in ${listed(asked)})`,
      );
    return group.variants.map(({ title }) => title);
  };

/**
 * A matrix's provisioning, commands and checks.
 * @throws RangeError that lists what is wrong with the matrix
 */
export const unitMatrix = (matrix: UnitMatrix) => {
  const problems = problemsOf(matrix);
  if (problems.length > 0) throw new RangeError(`matrix ${matrix.id}: ${problems.join("; ")}`);
  const { id, title } = matrix;
  const on = machine(matrix.machine, { addresses: {} });
  const titles = titlesIn(matrix);
  const broken = (situation: string, group: string): Command =>
    on.root.sh`unit-matrix broken ${id} ${situation} ${group}`;
  /** Prints all answers as a section of the page. */
  const table = on.root.sh`unit-matrix table ${id}`;
  const section: PrintedSection = { title, from: table };
  return {
    matrix,
    table,
    /** For the scenario's `sections`. */
    section,
    /** For the machine's provisioning. */
    provision: (): readonly Action[] => [
      on.put(`${unitMatrixFolder}/unit-matrix.mjs`, {
        content: { bundleOf: "twin/unit-matrix/program/main.ts" },
      }),
      on.put("/usr/local/bin/unit-matrix", {
        content: `#!/bin/sh\nexec /usr/local/bin/node ${unitMatrixFolder}/unit-matrix.mjs "$@"\n`,
        mode: "0755",
      }),
      on.put(`${unitMatrixFolder}/${id}.json`, { content: `${JSON.stringify(matrix)}\n` }),
    ],
    /** Asks every variant the questions of this round; the answers of earlier rounds are kept. */
    ask: (round: number): Command => on.root.sh`unit-matrix ask ${id} ${round}`,
    /** Removes the units and what the questions left behind. */
    clean: (): Command => on.root.sh`unit-matrix clean ${id}`,
    /** Exactly these variants of the group are broken. */
    breaksExactly: (situation: string, group: string, variants: readonly string[]): Check => {
      const all = titles(situation, group);
      const stranger = variants.find((one) => !all.includes(one));
      if (stranger !== undefined)
        throw new RangeError(`matrix ${id}: group ${group} has no variant "${stranger}"`);
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
