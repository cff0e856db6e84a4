import type { Action } from "./action.ts";
import { assertKnownFields } from "./known-fields.ts";

/** What an operator does when a step fails, or its check does not hold. */
export type Otherwise = {
  /** What to look at or to do first, in one or two sentences. */
  readonly look?: string;
  /** Undo the step. */
  readonly undo: readonly Action[];
  /** The title of the step of the same procedure to go on at. */
  readonly goOnAt?: string;
  /** The id of another recovery of the scenario, which is taken then. */
  readonly take?: string;
  /** Nothing else helps: the page sends the reader nowhere else. */
  readonly last?: true;
};

/** What an author writes; a text alone is what to look at or to do. */
export type OtherwiseFields =
  | string
  | {
      readonly look?: string;
      readonly undo?: Action | readonly Action[];
      /** The step, or its title. */
      readonly goOnAt?: { readonly title: string } | string;
      readonly take?: string;
      /** Nothing else helps, such as where only a person can go on: `look` is all that the page says. */
      readonly last?: true;
    };

/** @throws ScenarioError for a field that it does not have */
export const otherwise = (what: string, fields: OtherwiseFields): Otherwise => {
  if (typeof fields !== "object" || fields === null) return { look: fields, undo: [] };
  assertKnownFields(`otherwise of ${what}`, fields, ["look", "undo", "goOnAt", "take", "last"]);
  const { look, undo = [], goOnAt, take, last } = fields;
  return {
    undo: Array.isArray(undo) ? undo : [undo as Action],
    ...(look === undefined ? {} : { look }),
    ...(goOnAt === undefined ? {} : { goOnAt: typeof goOnAt === "string" ? goOnAt : goOnAt.title }),
    ...(take === undefined ? {} : { take }),
    ...(last === undefined ? {} : { last }),
  };
};
