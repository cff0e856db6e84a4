import type { Machine } from "../machines/machine.ts";
import type { Evaluation, EvaluationContext } from "../scenario/evaluation.ts";
import type { Observation } from "../scenario/probe.ts";
import type { ResolveAddress } from "../scenario/text.ts";

/** What an action is done on, and with. */
type Site = {
  readonly machine: Machine;
  readonly versions: EvaluationContext["versions"];
  readonly resolve: ResolveAddress;
  /** The longest that a command may take. */
  readonly limitMs: number;
  /** The code of a program of the repository, by its entry file. @throws DrillbookError where there is none */
  readonly bundle: (entryFile: string) => string;
};

/** Whether the action did what it should, and both in words. */
export type Performed = Evaluation & { readonly observation?: Observation };

export const done: Performed = { ok: true, expected: "done", got: "done" };

/** Where an action stands: in a machine's provisioning, in any step, or in a step that a person types. */
type ActionPlace = "provision" | "step" | "typed step";

/** All that the project knows of a kind of action; its interpreters ask nothing else. */
export interface ActionDefinition<
  Value extends { readonly kind: string; readonly machine: string },
  Methods extends object = object,
> {
  readonly kind: Value["kind"];
  /** What an operator would type to do the same. */
  readonly commandLine: (action: Value, resolve: ResolveAddress) => string;
  readonly perform: (action: Value, site: Site) => Promise<Performed>;
  /** What authors write: methods of a machine. */
  readonly methods: (machine: string) => Methods;
  /** Why it may not stand in such a place. */
  readonly problem?: (action: Value, place: ActionPlace) => string | undefined;
  /** What the operator does before the next command: a sentence. */
  readonly afterwards?: string;
}
