import type { Check } from "./check.ts";

/** Distinguishes an incident from one with the same symptoms. */
export type TellsApart = {
  /** The other scenario's id, or the other cause in a few words. */
  readonly from: string;
  /** The symptom that both show; where another cause is told in words, it is only told when this was found. */
  readonly alike?: Check;
  /** The observable difference, in one sentence. */
  readonly how: string;
  /** What is printed here and not there; a drill must have seen it before it counts. */
  readonly look?: string | RegExp;
  /** What is printed there and never here: it speaks against this incident. */
  readonly unless?: string | RegExp;
  /** The symptom whose command answers the question. */
  readonly ask?: Check;
};

const isBlank = (value: unknown): boolean => typeof value !== "string" || value.trim() === "";

/** What is wrong with them; `symptoms` are those of the same scenario. */
export const tellsApartProblems = (parts: unknown, symptoms: readonly Check[]): string[] =>
  !Array.isArray(parts)
    ? ["tellsApart: is not a list"]
    : (parts as readonly TellsApart[]).flatMap((one, index) =>
        partProblems(one, `tellsApart ${index + 1}`, symptoms),
      );

const partProblems = (
  { from, how, look, unless, ask, alike }: TellsApart,
  where: string,
  symptoms: readonly Check[],
): string[] => {
  const isSymptom = (check: Check | undefined): boolean =>
    check === undefined || symptoms.some(({ title }) => title === check.title);
  return [
    ...(isBlank(from) ? [`${where}: does not say from what`] : []),
    ...(isBlank(how) ? [`${where} (${from}): does not say how`] : []),
    ...(look === undefined && unless === undefined && ask === undefined
      ? [`${where} (${from}): has neither look, unless nor ask, so it shows no difference`]
      : []),
    ...(isSymptom(ask)
      ? []
      : [
          `${where} (${from}): asks “${ask?.title}”, which is none of the symptoms, so no drill sees the answer`,
        ]),
    ...(isSymptom(alike) ? [] : [`${where} (${from}): “${alike?.title}” is none of the symptoms`]),
  ];
};
