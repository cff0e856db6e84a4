import { matches } from "../scenario/evaluate-match.ts";
import type { TextMatch } from "../scenario/match.ts";
import { anchorPattern, anchorsOf, anyOf, cataloguePattern, evidenceAnchors } from "./anchors.ts";
import { messages } from "./catalogue/catalogue.ts";
import { causesOf, type Message } from "./catalogue/message.ts";
import { asPrinted, messageOf, visibleLine } from "./clean-line.ts";
import { isComplaint } from "./complaint.ts";
import { type Evidence, type FoundMessage, messagesIn } from "./evidence.ts";
import { fitOf } from "./fit.ts";
import type { FoundLine } from "./found-line.ts";
import type { IndexEntry, SeenDifference } from "./index-entry.ts";
import { isDistinct, type KnownText, knownTexts } from "./known-texts.ts";
import { digJoiner } from "./logical-lines.ts";
import { unwrapped } from "./unwrap.ts";
import { keyOf, wordsOf } from "./words.ts";

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
  readonly evidence: readonly Evidence[];
  readonly hits: readonly Hit[];
  /** Lines that prove nothing, and that drills have printed, too. */
  readonly alike: readonly Hit[];
  readonly tellings: readonly Telling[];
  /** Lines that complain of something that neither the catalogue nor a drill has; the first of them. */
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
/** Lines with the same text in them are looked at so often, after the first lines. */
const mostOfOne = 2000;
const nearlyAsGood = 0.03;
/** A line that a terminal or an author broke is at least so long, or the next one is indented. */
const shortestBroken = 40;

const literally = { kind: "container", versions: { release: "trixie" }, resolve: () => "" } as const;

/** Looks for everything that the index holds, line by line, and keeps no more of a text than it finds. */
export class Scan {
  readonly #known: readonly (KnownText & { readonly anchors: readonly string[] })[];
  readonly #anchors: RegExp;
  readonly #differences: readonly Omit<Telling, "line">[];
  /** Matches every line that one of the differences matches. */
  readonly #mayTell: RegExp | undefined;
  /** Matches every line with a message of the catalogue. */
  readonly #mayBe: RegExp;
  readonly #wanted: Wanted;
  readonly #join = digJoiner();
  readonly #evidence = new Map<string, Evidence>();
  readonly #hits = new Map<KnownText, Hit>();
  readonly #alike = new Map<KnownText, Hit>();
  readonly #tellings = new Map<object, Telling>();
  readonly #strangers = new Map<string, FoundLine>();
  readonly #head: FoundLine[] = [];
  #before: { readonly text: string; readonly stranger: string | undefined } | undefined;
  #moreStrangers = 0;
  #number = 0;

  readonly #catalogue: readonly Message[];

  constructor(entries: readonly IndexEntry[], catalogue: readonly Message[] = messages) {
    this.#catalogue = catalogue;
    this.#known = knownTexts(entries).map((one) => ({ ...one, anchors: anchorsOf(one.words) }));
    this.#anchors = anchorPattern(this.#known);
    this.#differences = entries.flatMap((entry) =>
      entry.tellsApart.flatMap((difference) =>
        (["look", "unless"] as const)
          .filter((side) => difference[side] !== undefined)
          .map((side) => ({ entry, difference, side })),
      ),
    );
    const wanted = this.#differences.map(({ difference, side }) => difference[side]);
    this.#mayTell = patternOfAll(wanted);
    this.#wanted = new Wanted(
      evidenceAnchors(
        this.#known,
        catalogue,
        wanted.flatMap((one) => one ?? []),
      ),
    );
    this.#mayBe = cataloguePattern(catalogue);
  }

  /** Takes the next line. */
  add(raw: string): void {
    this.#number += 1;
    if (this.#number > strangerLines) this.#wanted.met(raw);
    const cut = raw.length > longestLine ? raw.slice(0, longestLine) : raw;
    const lines = unwrapped(cut);
    const isKnown = lines.map((line) => this.#look(line)).includes(true);
    // What a structured logger has beside its message.
    if (!isKnown && lines[0] !== cut)
      this.#note(this.#messagesIn(asPrinted(visibleLine(cut))), this.#lineOf(cut), new Set());
  }

  /** After so many lines, complaints of which nothing is known are looked for no longer: what lines of evidence have. */
  wanted(): RegExp | undefined {
    return this.#number < strangerLines ? undefined : this.#wanted.pattern;
  }

  /** Counts lines that have nothing of what is wanted. */
  pass(count: number): void {
    this.#number += count;
    this.#before = undefined;
  }

  end(): Scanned {
    return {
      lines: this.#number,
      evidence: [...this.#evidence.values()].toSorted((a, b) => a.line.number - b.line.number),
      hits: [...this.#hits.values()].toSorted((a, b) => a.line.number - b.line.number),
      alike: [...this.#alike.values()],
      tellings: [...this.#tellings.values()],
      strangers: [...this.#strangers.values()],
      moreStrangers: this.#moreStrangers,
      head: this.#head,
    };
  }

  #lineOf(visible: string): FoundLine {
    return { number: this.#number, text: shown(visible), times: 1 };
  }

  /** Whether the catalogue or a drill has the line. */
  #look(raw: string): boolean {
    const before = this.#before;
    this.#before = undefined;
    const joined = this.#join(raw);
    if (joined === undefined) return false;
    const visible = asPrinted(visibleLine(joined));
    if (visible === "") return false;
    const line = this.#lineOf(visible);
    if (this.#head.length < headLines) this.#head.push(line);
    if (this.#mayTell?.test(visible) ?? false) this.#tell(visible, line);
    const found = this.#messagesIn(visible);
    const again = new Set<FoundLine>();
    if (found.length > 0) this.#note(found, line, again);
    else if (before !== undefined && this.#isEndOf(before, joined, visible)) return true;
    const fits = this.#anchors.test(visible) && this.#match(visible, line, found, again);
    for (const one of again) one.times += 1;
    const isKnown = fits || found.some(({ message }) => !("fact" in message.weight));
    const stranger = isKnown ? undefined : this.#meet(visible, line);
    if (!isKnown) this.#before = { text: visible, stranger };
    return isKnown;
  }

  #messagesIn(visible: string): FoundMessage[] {
    return this.#mayBe.test(visible) ? messagesIn(visible, this.#catalogue) : [];
  }

  #note(found: readonly FoundMessage[], line: FoundLine, again: Set<FoundLine>): void {
    for (const { message, values } of found) {
      const before = this.#evidence.get(message.id);
      if (before === undefined) this.#evidence.set(message.id, { line, message, values });
      else {
        again.add(before.line);
        this.#evidence.set(message.id, { ...before, values: { ...values, ...before.values } });
      }
    }
  }

  /** Whether this line is the second half of a message whose first half is the line before. */
  #isEndOf(
    before: { readonly text: string; readonly stranger: string | undefined },
    raw: string,
    visible: string,
  ): boolean {
    if (before.text.length < shortestBroken && !/^\s/.test(raw)) return false;
    for (const between of [" ", ""]) {
      const whole = `${before.text}${between}${visible}`;
      const broken = this.#messagesIn(whole).filter(
        ({ from, to }) => from < before.text.length && to > before.text.length + between.length,
      );
      if (broken.length === 0) continue;
      this.#note(broken, { number: this.#number - 1, text: shown(whole), times: 1 }, new Set());
      if (before.stranger !== undefined) this.#strangers.delete(before.stranger);
      return true;
    }
    return false;
  }

  /**
   * What the catalogue knows it knows better: of its causes alone a drill's lines are counted, and where it knows none
   * the drills are only told.
   */
  #match(visible: string, line: FoundLine, found: readonly FoundMessage[], again: Set<FoundLine>): boolean {
    const weighty = found.filter(({ message }) => !("fact" in message.weight));
    const causes = weighty.flatMap(({ message }) => causesOf(message));
    const isFree = weighty.length === 0;
    const words = wordsOf(messageOf(visible));
    const said = new Set(words.map(({ text }) => text));
    const fits = this.#known
      .filter(({ entry }) => isFree || causes.length === 0 || causes.includes(entry.scenario))
      .filter(({ anchors }) => anchors.some((word) => said.has(word)))
      .map((known) => ({ known, fit: fitOf(known.words, words) }))
      .filter(({ fit }) => fit > 0);
    const best = Math.max(...fits.map(({ fit }) => fit));
    const hits = isFree || causes.length > 0 ? this.#hits : this.#alike;
    for (const { known, fit } of fits) {
      if (fit < best - nearlyAsGood) continue;
      const before = hits.get(known);
      if (before === undefined || before.fit < fit) hits.set(known, { line, known, fit });
      else again.add(before.line);
    }
    return fits.length > 0;
  }

  #tell(visible: string, line: FoundLine): void {
    for (const one of this.#differences) {
      const wanted: TextMatch | undefined = one.difference[one.side];
      if (wanted === undefined || this.#tellings.has(one)) continue;
      if (matches(wanted, visible, literally)) this.#tellings.set(one, { ...one, line });
    }
  }

  /** The name under which the line is kept as a complaint, if it is. */
  #meet(visible: string, line: FoundLine): string | undefined {
    if (this.#number > strangerLines || !isComplaint(visible)) return undefined;
    const words = wordsOf(messageOf(visible));
    const key = isDistinct(words) ? keyOf(words) : visible;
    const before = this.#strangers.get(key);
    if (before) before.times += 1;
    else if (this.#strangers.size < mostStrangers) this.#strangers.set(key, line);
    else this.#moreStrangers += 1;
    return before === undefined ? key : undefined;
  }
}

/** What the lines of a long text are looked through for: a text that very many of them have, no longer. */
class Wanted {
  readonly #texts: Set<string>;
  readonly #times = new Map<string, number>();
  pattern: RegExp;

  constructor(texts: readonly string[]) {
    this.#texts = new Set(texts);
    this.pattern = anyOf([...this.#texts], "gi");
  }

  met(line: string): void {
    this.pattern.lastIndex = 0;
    const text = this.pattern.exec(line)?.[0].toLowerCase();
    if (text === undefined) return;
    const times = (this.#times.get(text) ?? 0) + 1;
    this.#times.set(text, times);
    if (times < mostOfOne) return;
    this.#texts.delete(text);
    this.pattern = anyOf([...this.#texts], "gi");
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
