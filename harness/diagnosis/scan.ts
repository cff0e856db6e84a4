import { matches } from "../scenario/evaluate-match.ts";
import type { TextMatch } from "../scenario/match.ts";
import { anchorPattern, anchorsOf } from "./anchors.ts";
import { messageOf, visibleLine } from "./clean-line.ts";
import { isComplaint } from "./complaint.ts";
import { fitOf } from "./fit.ts";
import type { IndexEntry, SeenDifference } from "./index-entry.ts";
import { isDistinct, type KnownText, knownTexts } from "./known-texts.ts";
import { digJoiner } from "./logical-lines.ts";
import { keyOf, wordsOf } from "./words.ts";

/** A line of the text, counted from 1, and how often its like is there. */
export type FoundLine = { readonly number: number; readonly text: string; times: number };

/** A line that is one of the index. */
export type Hit = { readonly line: FoundLine; readonly known: KnownText; readonly fit: number };

/** A line by which a scenario is told from another. */
export type Telling = {
  readonly entry: IndexEntry;
  readonly difference: SeenDifference;
  readonly side: "look" | "unless";
  readonly line: FoundLine;
};

/** What is in a text, whatever its size. */
export type Scanned = {
  readonly lines: number;
  readonly hits: readonly Hit[];
  readonly tellings: readonly Telling[];
  /** Lines that complain of something that no drill saw; the first of them. */
  readonly strangers: readonly FoundLine[];
  readonly moreStrangers: number;
  /** The first lines that are not empty. */
  readonly head: readonly FoundLine[];
};

const longestLine = 4096;
const longestShown = 300;
const headLines = 3;
const mostStrangers = 20;
/** Complaints that no drill saw are looked for in so many lines; what drills saw, in all. */
const strangerLines = 20_000;
const nearlyAsGood = 0.03;

const literally = { kind: "container", versions: { release: "trixie" }, resolve: () => "" } as const;

/** Looks for everything that the index holds, line by line, and keeps no more of a text than it finds. */
export class Scan {
  readonly #known: readonly (KnownText & { readonly anchors: readonly string[] })[];
  readonly #anchors: RegExp | undefined;
  readonly #differences: readonly Omit<Telling, "line">[];
  /** Matches every line that one of the differences matches. */
  readonly #mayTell: RegExp | undefined;
  readonly #join = digJoiner();
  readonly #hits = new Map<KnownText, Hit>();
  readonly #tellings = new Map<object, Telling>();
  readonly #strangers = new Map<string, FoundLine>();
  readonly #head: FoundLine[] = [];
  #moreStrangers = 0;
  #number = 0;

  constructor(entries: readonly IndexEntry[]) {
    this.#known = knownTexts(entries).map((one) => ({ ...one, anchors: anchorsOf(one.words) }));
    this.#anchors = anchorPattern(this.#known);
    this.#differences = entries.flatMap((entry) =>
      entry.tellsApart.flatMap((difference) =>
        (["look", "unless"] as const)
          .filter((side) => difference[side] !== undefined)
          .map((side) => ({ entry, difference, side })),
      ),
    );
    this.#mayTell = patternOfAll(this.#differences.map(({ difference, side }) => difference[side]));
  }

  add(raw: string): void {
    this.#number += 1;
    const cut = raw.length > longestLine ? raw.slice(0, longestLine) : raw;
    const joined = this.#join(cut);
    if (joined === undefined || joined === "") return;
    const mayFit = this.#anchors?.test(joined) ?? false;
    const mayTell = this.#mayTell?.test(joined) ?? false;
    if (!mayFit && !mayTell && this.#number > strangerLines) return;
    const visible = visibleLine(joined);
    const line = { number: this.#number, text: shown(visible), times: 1 };
    if (this.#head.length < headLines && visible !== "") this.#head.push(line);
    if (mayTell) this.#tell(visible, line);
    if (!(mayFit && this.#match(visible, line))) this.#meet(visible, line);
  }

  end(): Scanned {
    return {
      lines: this.#number,
      hits: [...this.#hits.values()].toSorted((a, b) => a.line.number - b.line.number),
      tellings: [...this.#tellings.values()],
      strangers: [...this.#strangers.values()],
      moreStrangers: this.#moreStrangers,
      head: this.#head,
    };
  }

  #match(visible: string, line: FoundLine): boolean {
    const words = wordsOf(messageOf(visible));
    const said = new Set(words.map(({ text }) => text));
    const fits = this.#known
      .filter(({ anchors }) => anchors.some((word) => said.has(word)))
      .map((known) => ({ known, fit: fitOf(known.words, words) }))
      .filter(({ fit }) => fit > 0);
    const best = Math.max(...fits.map(({ fit }) => fit));
    const again = new Set<FoundLine>();
    for (const { known, fit } of fits) {
      if (fit < best - nearlyAsGood) continue;
      const before = this.#hits.get(known);
      if (before === undefined || before.fit < fit) this.#hits.set(known, { line, known, fit });
      else again.add(before.line);
    }
    for (const before of again) before.times += 1;
    return fits.length > 0;
  }

  #tell(visible: string, line: FoundLine): void {
    for (const one of this.#differences) {
      const wanted: TextMatch | undefined = one.difference[one.side];
      if (wanted === undefined || this.#tellings.has(one)) continue;
      if (matches(wanted, visible, literally)) this.#tellings.set(one, { ...one, line });
    }
  }

  #meet(visible: string, line: FoundLine): void {
    if (this.#number > strangerLines || !isComplaint(visible)) return;
    const words = wordsOf(messageOf(visible));
    if (words.length === 0) return;
    const key = isDistinct(words) ? keyOf(words) : visible;
    const before = this.#strangers.get(key);
    if (before) before.times += 1;
    else if (this.#strangers.size < mostStrangers) this.#strangers.set(key, line);
    else this.#moreStrangers += 1;
  }
}

const sourceOf = (match: TextMatch | undefined): string[] => {
  if (match?.kind === "pattern") return [`(?:${match.source})`];
  if (match?.kind === "contains") return [match.value.join("").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")];
  return [];
};

/** One look at a line instead of one for each; it may find more than they do. */
const patternOfAll = (matches: readonly (TextMatch | undefined)[]): RegExp | undefined => {
  const sources = [...new Set(matches.flatMap(sourceOf))];
  return sources.length === 0 ? undefined : new RegExp(sources.join("|"), "i");
};

const shown = (text: string): string =>
  text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
