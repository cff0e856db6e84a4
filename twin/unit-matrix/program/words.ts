const longestWords = 900;

/** Time stamps of podman's log lines, which differ each time. */
const withoutTime = (text: string): string => text.replaceAll(/^time="[^"]*" /gm, "");

/** Numbers, ids and names of the trial, which differ in texts of one cause. */
const keyOf = (text: string): string => text.replaceAll(/[0-9a-f]{12,}/g, "#").replaceAll(/\d+/g, "#");

const shortened = (text: string): string =>
  text.length <= longestWords
    ? text
    : `${text.slice(0, longestWords / 2)}\n[…]\n${text.slice(-longestWords / 2)}`;

/** Printed texts, each once, in the order of their first occurrence. */
export class Words {
  readonly #known = new Map<string, number>();
  readonly all: string[] = [];

  constructor(before: readonly string[] = []) {
    for (const text of before) this.placeOf(text);
  }

  placeOf(text: string): number {
    const cleaned = shortened(withoutTime(text).trim());
    const key = keyOf(cleaned);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    this.all.push(cleaned);
    return this.all.length - 1;
  }
}
