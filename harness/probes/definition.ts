import type { GuestProbe } from "../guest/probe.ts";
import type { Evaluation, EvaluationContext } from "../scenario/evaluation.ts";
import type { Phrase, PhraseContext } from "../scenario/phrase.ts";
import type { ResolveAddress } from "../scenario/text.ts";
import type { CommandObservation } from "./command/value.ts";

/** How a kind of probe is repeated by itself in a machine. */
export type Sampling<Seen> = {
  /** What its checks are called: "DNS". */
  readonly name: string;
  /** So quickly sent that all of the kind are sent at once; others are spread over the interval. */
  readonly together: boolean;
  /** Whether something answered, be it nonsense. */
  readonly isAnswered: (seen: Seen) => boolean;
};

/** The same looked at with the tool that the runbook names. */
type SecondOpinion<Seen> = {
  readonly script: string;
  readonly timeoutMs: number;
  /** What the tool says, in words, when it is not what was seen; `negated`: the check claims that what is expected does not come. */
  readonly disagreement: (own: Seen, printed: CommandObservation, negated: boolean) => string | undefined;
};

/** All that the project knows of a kind of probe; its interpreters ask nothing else. */
export interface ProbeDefinition<
  Value extends { readonly kind: string; readonly machine: string; readonly expect: object },
  Request extends { readonly timeoutMs: number },
  Seen extends { readonly kind: Value["kind"] },
> {
  readonly kind: Value["kind"];
  /** What is sent into the machine. */
  readonly request: (probe: Value, resolve: ResolveAddress, timeoutMs: number) => Request;
  /** What is under way, for messages. */
  readonly title: (request: Request) => string;
  readonly evaluate: (probe: Value, seen: Seen, context: EvaluationContext) => Evaluation;
  /** Whether its time limit ended it. */
  readonly timedOut: (seen: Seen) => boolean;
  /** What an operator would type to see the same. */
  readonly commandLine: (probe: Value, resolve: ResolveAddress) => string;
  /** What it asks, in a few words: "google.com A @192.0.2.10". */
  readonly name: (probe: Value, resolve: ResolveAddress) => string;
  /** What must be seen, after the command: "prints `ok`". */
  readonly words: (probe: Value, context: PhraseContext) => Phrase;
  /** What was seen where that was not right, in a word or two; `got` is what the evaluation says. */
  readonly inShort: (seen: Seen, got: string) => string;
  /** Or what it does instead of being sampled: "runs a command". */
  readonly sampling: Sampling<Seen> | string;
  readonly secondOpinion?: (probe: Value, resolve: ResolveAddress) => SecondOpinion<Seen>;
  /** What runs inside a machine, loaded there alone. */
  readonly guest: () => Promise<{ readonly guest: GuestProbe<Request, Seen> }>;
}
