import { causeOf } from "./catalogue/catalogue.ts";
import { causesOf, type Message, nextOf, type Question } from "./catalogue/message.ts";
import type { Evidence, Values } from "./evidence.ts";
import type { FoundLine } from "./found-line.ts";
import type { IndexEntry, SeenSymptom } from "./index-entry.ts";
import { timesIn } from "./merge-entry.ts";
import { withValues } from "./question.ts";
import type { Hit, Scanned, Telling } from "./scan.ts";

/**
 * How sure a cause is: `decided` by a message that it alone prints; `asked`, as one of several; `drilled`, where drills
 * of this scenario printed the like, and nothing says what else does.
 */
type Certainty = "decided" | "asked" | "drilled";

/** A cause that a text may have, with all that speaks for and against it. */
export type Candidate = {
  /** Of the cause; a scenario that drills it has the same. */
  readonly id: string;
  readonly title: string;
  readonly certainty: Certainty;
  /** What drills saw of it. */
  readonly entry?: IndexEntry;
  /** What decides, with the values of the text. */
  readonly question?: Question;
  /** Higher fits better; it compares candidates of one group. */
  readonly score: number;
  readonly evidence: readonly Evidence[];
  readonly hits: readonly Hit[];
  /** Symptoms whose own texts were found, of those that have texts. */
  readonly found: number;
  readonly of: number;
  readonly speaksFor: readonly Telling[];
  readonly speaksAgainst: readonly Telling[];
  /** Messages that this cause does not print. */
  readonly against: readonly Evidence[];
};

/** Causes that share lines of the text, the best first: they are causes of the same error. */
export type Group = { readonly candidates: readonly [Candidate, ...Candidate[]] };

/** A line that proves no cause, and what to ask next. */
export type Hint = {
  readonly line: FoundLine;
  /** Where the reason stands, if this line only follows from another error. */
  readonly after?: string;
  readonly next: readonly { readonly id: string; readonly title: string; readonly question: Question }[];
  /** Scenarios whose drills printed the like. */
  readonly drilled: readonly string[];
};

export type Diagnosis = {
  readonly lines: number;
  readonly groups: readonly Group[];
  readonly hints: readonly Hint[];
  readonly strangers: Scanned["strangers"];
  readonly moreStrangers: number;
  readonly head: Scanned["head"];
};

/** What stands beside a symptom's own line counts, but by itself it names no cause. */
const besideWeight = 0.25;
/** Of two that explain the same lines, the one of which more was found. */
const foundWeight = 0.1;
const contradicted = 0.1;
const decisive = 3;
/** A cause that is more usual comes first. */
const perPlace = 0.1;
const favourWeight = 0.5;

/** The causes of what is in a text, grouped by error, each group in order of fit. */
export const diagnose = (scanned: Scanned, entries: readonly IndexEntry[]): Diagnosis => {
  const ids = [...new Set(scanned.evidence.flatMap(({ message }) => causesOf(message)))];
  const known = ids.flatMap((id): Candidate[] => {
    const own = entries.filter(({ scenario }) => scenario === id);
    return own.length === 0
      ? [candidateOf(id, undefined, scanned)]
      : own.map((entry) => candidateOf(id, entry, scanned));
  });
  const drilled = entries.flatMap((entry) =>
    !ids.includes(entry.scenario) && isNamedBy(entry, scanned)
      ? [candidateOf(entry.scenario, entry, scanned)]
      : [],
  );
  const groups = grouped([...known, ...drilled]);
  const named = new Set(groups.flatMap(({ candidates }) => candidates.map(({ id }) => id)));
  return {
    lines: scanned.lines,
    groups,
    hints: hintsOf(scanned, named),
    strangers: [...scanned.strangers, ...unusedLines(scanned, groups)].toSorted(
      (a, b) => a.number - b.number,
    ),
    moreStrangers: scanned.moreStrangers,
    head: scanned.head,
  };
};

/** What drills of more incidents than this printed names none of them. */
const mostThatPrint = 5;

const isNamedBy = (entry: IndexEntry, { hits }: Scanned): boolean =>
  hits.some(
    (hit) => hit.known.entry === entry && hit.known.text.about && sharedBy(hit, hits) <= mostThatPrint,
  );

const hasTexts = ({ texts }: SeenSymptom): boolean => texts.some(({ about }) => about);

/** How many incidents print the same: what many print says little. */
const sharedBy = ({ known }: Hit, hits: readonly Hit[]): number =>
  new Set(hits.filter((one) => one.known.key === known.key).map((one) => one.known.entry.scenario)).size;

/** A line that stands beside two symptoms says no more than beside one. */
const oncePerText = (hits: readonly Hit[]): Hit[] => [
  ...new Map(hits.map((hit) => [`${hit.line.number} ${hit.known.key}`, hit])).values(),
];

/** A message that proves causes speaks against others of the same error alone: a text may have several errors. */
const isOfOneError = (message: Message, evidence: readonly Evidence[]): boolean => {
  const own = causesOf(message);
  return own.length === 0 || evidence.some((other) => causesOf(other.message).some((id) => own.includes(id)));
};

const scoreOf = (id: string, { message }: Evidence): number => {
  if ("decides" in message.weight) return decisive;
  return 1 - perPlace * causesOf(message).indexOf(id);
};

/** A line counts once, whatever messages it is. */
const bestScore = (id: string, evidence: readonly Evidence[], number: number): number =>
  Math.max(...evidence.filter(({ line }) => line.number === number).map((one) => scoreOf(id, one)));

const favoursOf = (id: string, evidence: readonly Evidence[]): number =>
  evidence.filter(({ message }) => "favours" in message.weight && message.weight.favours?.includes(id))
    .length;

const drilledScore = (
  entry: IndexEntry | undefined,
  own: readonly Hit[],
  all: readonly Hit[],
  covered: ReadonlySet<number>,
): { readonly score: number; readonly found: number; readonly of: number } => {
  if (entry === undefined) return { score: 0, found: 0, of: 0 };
  const about = own.filter(({ known }) => known.text.about);
  const symptoms = entry.symptoms.filter(hasTexts);
  const found = symptoms.filter((symptom) => about.some(({ known }) => known.symptom === symptom)).length;
  const numbers = [...new Set(about.map(({ line }) => line.number))].filter((number) => !covered.has(number));
  const score =
    sum(
      numbers.map((number) =>
        bestOf(
          about.filter(({ line }) => line.number === number),
          all,
        ),
      ),
    ) +
    besideWeight *
      sum(oncePerText(own.filter((hit) => !about.includes(hit))).map((hit) => hit.fit / sharedBy(hit, all))) +
    (symptoms.length === 0 || covered.size > 0 ? 0 : foundWeight * (found / symptoms.length));
  return { score, found, of: symptoms.length };
};

const candidateOf = (id: string, entry: IndexEntry | undefined, scanned: Scanned): Candidate => {
  const { hits, tellings } = scanned;
  const evidence = scanned.evidence.filter(({ message }) => causesOf(message).includes(id));
  const against = scanned.evidence.filter(
    ({ message }) => message.against?.includes(id) && isOfOneError(message, evidence),
  );
  const own = entry === undefined ? [] : hits.filter(({ known }) => known.entry === entry);
  const speaksAgainst =
    entry === undefined
      ? []
      : tellings.filter(
          ({ entry: by, difference, side }) =>
            (by === entry && side === "unless") ||
            (by !== entry && side === "look" && difference.from === entry.scenario),
        );
  // Against what the text does not look like nothing has to speak.
  const speaksFor = tellings.filter(
    ({ entry: by, difference, side }) =>
      by === entry && side === "look" && hits.some(({ known }) => known.entry.scenario === difference.from),
  );
  const covered = new Set(evidence.map(({ line }) => line.number));
  const { score, found, of } = drilledScore(entry, own, hits, covered);
  const isDecided = against.length === 0 && evidence.some(({ message }) => "decides" in message.weight);
  const total =
    sum([...covered].map((number) => bestScore(id, evidence, number))) +
    favourWeight * favoursOf(id, scanned.evidence) +
    score +
    speaksFor.length;
  return {
    id,
    title: evidence.length === 0 ? (entry?.title ?? id) : causeOf(id).title,
    certainty: evidence.length === 0 ? "drilled" : isDecided ? "decided" : "asked",
    ...(entry === undefined ? {} : { entry }),
    ...(evidence.length === 0 ? {} : { question: withValues(causeOf(id).question, valuesFor(id, scanned)) }),
    score: total * contradicted ** (speaksAgainst.length + against.length),
    evidence,
    hits: own,
    found,
    of,
    speaksFor,
    speaksAgainst,
    against,
  };
};

/** Values of the messages that name the cause first, then what else the text says. */
const valuesFor = (id: string, { evidence }: Scanned): Values => {
  const own = evidence.filter(
    ({ message }) => causesOf(message).includes(id) || nextOf(message).includes(id),
  );
  const others = evidence.filter((one) => !own.includes(one));
  return Object.assign({}, ...[...own, ...others].map(({ values }) => values).toReversed());
};

const bestOf = (own: readonly Hit[], all: readonly Hit[]): number =>
  Math.max(...own.map((hit) => hit.fit / sharedBy(hit, all)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Lines of the text that are about a cause, each once, in order. */
export const linesOf = ({ evidence, hits }: Candidate): FoundLine[] =>
  [...new Map([...evidence, ...hits].map(({ line }) => [line.number, line])).values()].toSorted(
    (a, b) => a.number - b.number,
  );

const sharesLine = (one: Candidate, other: Candidate): boolean =>
  linesOf(one).some(({ number }) => linesOf(other).some((line) => line.number === number));

const firstLine = (candidate: Candidate): number =>
  Math.min(...linesOf(candidate).map(({ number }) => number));

const grouped = (candidates: readonly Candidate[]): Group[] => {
  const groups: Candidate[][] = [];
  for (const one of candidates) {
    const near = groups.filter((group) => group.some((other) => sharesLine(one, other)));
    const rest = groups.filter((group) => !near.includes(group));
    groups.splice(0, groups.length, ...rest, [...near.flat(), one]);
  }
  return groups
    .toSorted((a, b) => Math.min(...a.map(firstLine)) - Math.min(...b.map(firstLine)))
    .flatMap((group) => {
      const [first, ...others] = leftOf(group).toSorted(
        (a, b) =>
          b.score - a.score ||
          timesIn(b.entry?.drills ?? {}) - timesIn(a.entry?.drills ?? {}) ||
          (a.id < b.id ? -1 : 1),
      );
      return first === undefined ? [] : [{ candidates: [first, ...others] as const }];
    });
};

/** Where a cause is decided, those that were only asked of its lines are out of the question. */
const leftOf = (group: readonly Candidate[]): readonly Candidate[] => {
  const decided = group.filter(({ certainty }) => certainty === "decided");
  if (decided.length === 0) return group;
  const explained = new Set(decided.flatMap(linesOf).map(({ number }) => number));
  return group.filter(
    (one) => decided.includes(one) || linesOf(one).some(({ number }) => !explained.has(number)),
  );
};

/** What proves nothing is told where nothing better is known of the same. */
const hintsOf = (scanned: Scanned, named: ReadonlySet<string>): Hint[] => {
  const favoured = (id: string): number => favoursOf(id, scanned.evidence);
  return scanned.evidence.flatMap(({ line, message }) => {
    if (!("next" in message.weight || "after" in message.weight)) return [];
    const ids = nextOf(message).filter(
      (id) => !scanned.evidence.some((other) => other.message.against?.includes(id)),
    );
    if (nextOf(message).some((id) => named.has(id)) || ("after" in message.weight && named.size > 0))
      return [];
    const next = ids
      .toSorted((a, b) => favoured(b) - favoured(a))
      .map((id) => {
        const { title, question } = causeOf(id);
        return { id, title, question: withValues(question, valuesFor(id, scanned)) };
      });
    const drilled = scanned.alike.flatMap(({ line: { number }, known }) =>
      number === line.number && known.text.about ? [known.entry.scenario] : [],
    );
    return [
      {
        line,
        ...("after" in message.weight ? { after: message.weight.after } : {}),
        next,
        drilled: [...new Set(drilled)],
      },
    ];
  });
};

/** Lines that drills saw beside others, and that name no cause here. */
const unusedLines = ({ hits, evidence }: Scanned, groups: readonly Group[]): FoundLine[] => {
  const used = new Set([
    ...groups.flatMap(({ candidates }) => candidates.flatMap(linesOf)).map(({ number }) => number),
    ...evidence.map(({ line }) => line.number),
  ]);
  return [
    ...new Map(
      hits.flatMap(({ line }) => (used.has(line.number) ? [] : [[line.number, line] as const])),
    ).values(),
  ];
};
