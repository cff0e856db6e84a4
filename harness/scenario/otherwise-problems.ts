import type { Otherwise } from "./otherwise.ts";
import type { Procedure, Scenario } from "./scenario.ts";

/** What is wrong with it in the steps of a scenario's procedures; a step elsewhere is not shown to an operator. */
export const otherwiseProblems = ({ procedures }: Scenario): string[] =>
  Object.entries(procedures).flatMap(([id, one]) =>
    one.steps.flatMap((step, index) =>
      step.otherwise === undefined
        ? []
        : problemsIn(procedures, id, one, step.otherwise).map(
            (problem) => `procedure ${id} › step ${index + 1} › otherwise: ${problem}`,
          ),
    ),
  );

const problemsIn = (
  procedures: Scenario["procedures"],
  id: string,
  { steps }: Procedure,
  { look, undo, goOnAt, take, last }: Otherwise,
): string[] => {
  const recoveries = Object.keys(procedures).filter((one) => procedures[one]?.mustFail === undefined);
  const others = recoveries.filter((one) => one !== id);
  const isText = typeof look === "string" && look.trim() !== "";
  return [
    ...(look !== undefined && !isText ? ["look is not a sentence"] : []),
    ...(look === undefined && undo.length === 0 && goOnAt === undefined && take === undefined
      ? ["says nothing"]
      : []),
    ...(last === true && (look === undefined || goOnAt !== undefined || take !== undefined)
      ? ["last stands with look, and without goOnAt and take"]
      : []),
    ...(goOnAt === undefined || steps.some(({ title }) => title === goOnAt)
      ? []
      : [`goOnAt names "${goOnAt}", which is no step of this procedure`]),
    // A step may stand in several procedures; in the one that it names there is nothing to change over to.
    ...(take === undefined || recoveries.includes(take)
      ? []
      : [
          `take names "${take}", which is no recovery of the scenario (others are ${others.join(", ") || "none"})`,
        ]),
  ];
};
