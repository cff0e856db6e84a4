/** On which terms a procedure recovers, apart from its time and its losses. */
export type Terms = {
  /** Until when its effect lasts, after "it lasts": "until the next deployment"; absent where it lasts. */
  readonly lasts?: string;
  /** What a person must do that no command does, after "a person must": "type the passphrase"; absent where commands are enough. */
  readonly interactive?: string;
  /** What it needs that the platform does not have today: "`mcp agent recover`"; such a procedure is not recommended. */
  readonly needs?: string;
};

export const termNames = ["lasts", "interactive", "needs"] as const satisfies readonly (keyof Terms)[];

type Parts = Terms & { readonly steps: readonly Pick<Terms, "lasts" | "interactive">[] };

/** The terms of a procedure: its own, or else those of its first step that has such a term. */
export const termsOf = ({ steps, ...own }: Parts): Terms => {
  const lasts = own.lasts ?? steps.find((step) => step.lasts !== undefined)?.lasts;
  const interactive = own.interactive ?? steps.find((step) => step.interactive !== undefined)?.interactive;
  return {
    ...(lasts === undefined ? {} : { lasts }),
    ...(interactive === undefined ? {} : { interactive }),
    ...(own.needs === undefined ? {} : { needs: own.needs }),
  };
};

/** For the journal; nothing where a procedure has no terms. */
export const termsField = (parts: Parts): { readonly terms?: Terms } => {
  const terms = termsOf(parts);
  return Object.keys(terms).length === 0 ? {} : { terms };
};

/** What is wrong with the terms of a step or a procedure at this place. */
export const termProblems = (where: string, terms: Terms): string[] =>
  termNames.flatMap((name) => {
    const value: unknown = terms[name];
    const isText = typeof value === "string" && value.trim() !== "";
    return value === undefined || isText ? [] : [`${where}: ${name} is not a text`];
  });
