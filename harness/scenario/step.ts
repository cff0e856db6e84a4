import type { Action } from "./action.ts";
import type { Check } from "./check.ts";
import { type Duration, milliseconds } from "./duration.ts";
import { assertKnownFields } from "./known-fields.ts";
import type { Lasting } from "./lasting.ts";
import { type Otherwise, type OtherwiseFields, otherwise } from "./otherwise.ts";
import type { Terms } from "./terms.ts";

/** One thing an operator does: why, what runs, and how they see that it worked. */
export type Step = Pick<Terms, "lasts" | "interactive"> & {
  readonly kind: "step";
  readonly title: string;
  readonly why: string;
  readonly run: readonly Action[];
  readonly verify: readonly Check[];
  /** For the actions and the verification together. */
  readonly withinMs: number;
  /** What takes the place of the step's commands where the rig has a stand-in; one or two sentences. */
  readonly onThePlatform?: string;
  /** When it fails, or its check does not hold; absent where the order of the procedure says enough. */
  readonly otherwise?: Otherwise;
  /** How the change survives the next rebuild or deployment of the real machine. */
  readonly lasting?: Lasting;
};

export type StepFields = Pick<Terms, "lasts" | "interactive"> & {
  readonly why: string;
  readonly run: Action | readonly Action[];
  readonly verify: Check | readonly Check[];
  /** @default "30s" */
  readonly within?: Duration;
  /** For a command or a file that only the rig has: what it is on the real platform. */
  readonly onThePlatform?: string;
  /** For a step of a procedure that can really fail: what to do then. */
  readonly otherwise?: OtherwiseFields;
  /** Made with `lasting`. @default it lasts by itself */
  readonly lasting?: Lasting;
};

/** Nothing at all becomes no item: validation says what is missing, with its place. */
const list = <T extends object>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const fieldNames = [
  ...["why", "run", "verify", "within", "onThePlatform"],
  ...["lasts", "interactive", "otherwise", "lasting"],
];

/** @throws ScenarioError for a field that a step does not have */
export const step = (title: string, fields: StepFields): Step => {
  assertKnownFields(`the step "${title}"`, fields, fieldNames);
  return {
    kind: "step",
    title,
    why: fields.why,
    run: list(fields.run),
    verify: list(fields.verify),
    withinMs: milliseconds(fields.within ?? "30s"),
    ...(fields.onThePlatform === undefined ? {} : { onThePlatform: fields.onThePlatform }),
    ...(fields.otherwise === undefined
      ? {}
      : { otherwise: otherwise(`the step "${title}"`, fields.otherwise) }),
    ...(fields.lasts === undefined ? {} : { lasts: fields.lasts }),
    ...(fields.interactive === undefined ? {} : { interactive: fields.interactive }),
    ...(fields.lasting === undefined ? {} : { lasting: fields.lasting }),
  };
};
