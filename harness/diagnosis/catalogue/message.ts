/** A command whose output decides whether a cause is the one; `{name}` and `{name|default}` are values of the reader's text. */
export type Question = {
  readonly ask: string;
  readonly run: string;
  /** What it prints where this is the cause. */
  readonly yes: string;
};

/** A cause of the field, whatever project drills it. */
export type Cause = {
  /** The id of the scenario that drills it, where there is one. */
  readonly id: string;
  readonly title: string;
  readonly question: Question;
};

/** How much a message proves: it has one cause, several, any of many, none of its own, or it only adds what is so. */
type Weight =
  | { readonly decides: string }
  /** Ids of causes, the most usual first. */
  | { readonly asks: readonly string[] }
  /** It says almost nothing; ids of causes to look at next. */
  | { readonly next: readonly string[] }
  /** It follows from another error, which `after` says where to find. */
  | { readonly after: string; readonly next?: readonly string[] }
  | {
      readonly fact: true;
      /** Ids of causes that come first among those in question. */
      readonly favours?: readonly string[];
    };

/** A text as programs print it. */
export type Message = {
  readonly id: string;
  readonly weight: Weight;
  /** Searched anywhere in a line; named groups are values for questions. */
  readonly pattern: RegExp;
  /** Lower-case text, of at least five letters, of which a line that matches has one. */
  readonly anchors: readonly string[];
  /** Ids of causes that do not print this. */
  readonly against?: readonly string[];
  /** Lines as programs printed them. */
  readonly examples: readonly string[];
};

/** Ids of the causes that the message may have. */
export const causesOf = ({ weight }: Message): readonly string[] => {
  if ("decides" in weight) return [weight.decides];
  return "asks" in weight ? weight.asks : [];
};

/** Ids of the causes to look at next, where the message proves none. */
export const nextOf = ({ weight }: Message): readonly string[] =>
  "next" in weight && weight.next !== undefined ? weight.next : [];
