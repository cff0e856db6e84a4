import type { UnitMatrix } from "./matrix.ts";

const isWord = (id: string): boolean => /^[a-z][a-z0-9-]*$/.test(id);

const duplicates = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** Everything that is wrong with a matrix, one sentence each. */
export const problemsOf = (matrix: UnitMatrix): string[] => [
  ...[matrix, ...matrix.groups, ...matrix.situations, ...matrix.questions]
    .filter(({ id }) => !isWord(id))
    .map(({ id }) => `"${id}" is no name; write lower-case letters, digits and hyphens`),
  ...(["groups", "situations", "questions"] as const).flatMap((part) => [
    ...(matrix[part].length === 0 ? [`has no ${part}`] : []),
    ...duplicates(matrix[part].map(({ id }) => id)).map((id) => `two ${part} are named "${id}"`),
  ]),
  ...matrix.groups.flatMap((group) => [
    ...(group.variants.length === 0 ? [`group ${group.id} has no variants`] : []),
    ...duplicates(group.variants.map(({ title }) => title)).map(
      (title) => `group ${group.id}: two variants are named "${title}"`,
    ),
    ...unknown(group.situations ?? [], matrix.situations, `group ${group.id}`, "situation"),
  ]),
  ...matrix.situations.flatMap((one) =>
    unknown(one.questions, matrix.questions, `situation ${one.id}`, "question"),
  ),
  ...matrix.questions.flatMap((one) =>
    one.needs === undefined ? [] : unknown([one.needs], matrix.questions, `question ${one.id}`, "question"),
  ),
  ...matrix.claims.flatMap((claim) => claimProblems(matrix, claim)),
];

const unknown = (
  names: readonly string[],
  known: readonly { readonly id: string }[],
  where: string,
  what: string,
): string[] =>
  names
    .filter((name) => !known.some(({ id }) => id === name))
    .map(
      (name) => `${where}: there is no ${what} "${name}" (there is ${known.map(({ id }) => id).join(", ")})`,
    );

const claimProblems = (matrix: UnitMatrix, claim: UnitMatrix["claims"][number]): string[] => {
  const where = `claim "${claim.text}"`;
  const group = matrix.groups.find(({ id }) => id === claim.group);
  return [
    ...unknown([claim.group], matrix.groups, where, "group"),
    ...unknown([claim.situation], matrix.situations, where, "situation"),
    ...(group === undefined || group.variants.some(({ title }) => title === claim.variant)
      ? []
      : [`${where}: group ${group.id} has no variant "${claim.variant}"`]),
  ];
};
