import { readFileSync } from "node:fs";
import {
  type UnitMatrix,
  type UnitQuestion,
  type UnitSituation,
  type UnitVariant,
  unitMatrixFolder,
} from "../matrix.ts";

/** A variant in one situation: one start of a unit. */
export type Trial = {
  /** The number of the variant in the whole matrix, from 1, for names and ports. */
  readonly number: number;
  readonly group: string;
  readonly variant: UnitVariant;
  readonly situation: UnitSituation;
  readonly unit: string;
};

/** The plan in the machine. @throws Error when there is none of this name */
export const readPlan = (id: string): UnitMatrix => {
  const file = `${unitMatrixFolder}/${id}.json`;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as UnitMatrix;
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
};

export const unitName = (situation: string, number: number): string =>
  `unit-matrix-${situation}-${number}.service`;

/** Every variant of the matrix with its number. */
export const numbered = ({ groups }: UnitMatrix) =>
  groups
    .flatMap((group) => group.variants.map((variant) => ({ group, variant })))
    .map(({ group, variant }, index) => ({ number: index + 1, group, variant }));

/** The trials of a situation, in the order of the variants. */
export const trialsIn = (plan: UnitMatrix, situation: UnitSituation): readonly Trial[] =>
  numbered(plan)
    .filter(({ group }) => group.situations?.includes(situation.id) ?? true)
    .map(({ number, group, variant }) => ({
      ...{ number, variant, situation },
      group: group.id,
      unit: unitName(situation.id, number),
    }));

export const questionsOf = (
  plan: UnitMatrix,
  situation: UnitSituation,
  asked: UnitQuestion["asked"],
): readonly UnitQuestion[] =>
  plan.questions.filter((one) => one.asked === asked && situation.questions.includes(one.id));
