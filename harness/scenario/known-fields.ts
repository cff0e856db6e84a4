import { ScenarioError } from "../errors.ts";
import { closest } from "./closest.ts";

/**
 * Node runs a scenario without looking at its types, so a misspelt field would be ignored without a word.
 * @throws ScenarioError for the first field that is not one of these
 */
export const assertKnownFields = (what: string, fields: object, known: readonly string[]): void => {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = closest(unknown, known);
  throw new ScenarioError(`${what} has no field "${unknown}"`, {
    expected: `one of ${known.join(", ")}`,
    ...(near === undefined ? {} : { next: `did you mean ${near}?` }),
  });
};
