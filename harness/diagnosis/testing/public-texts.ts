import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexEntry } from "../index-entry.ts";
import { type Diagnosis, diagnose } from "../rank.ts";
import { Scan } from "../scan.ts";

/** A text of a public thread, and what a right diagnosis of it is. */
export type PublicText = {
  /** repository#number */
  readonly source: string;
  readonly cause: string;
  /** Ids, of which one must be the first cause. */
  readonly right: readonly string[];
  /** It is right to name no cause. */
  readonly unknown: boolean;
  /** The answer must ask. */
  readonly apart: boolean;
  readonly text: string;
};

const folder = join(import.meta.dirname, "../../../test/fixtures/public-texts");

/** The texts of a file in test/fixtures/public-texts. */
export const publicTexts = (name: string): PublicText[] =>
  readFileSync(join(folder, `${name}.txt`), "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = "", text = ""] = part.split(/^---\n/m, 2);
      const [source = "", cause = "", right = ""] = head.split("\n");
      const words = right.replace("right: ", "").split(" ");
      return {
        source,
        cause: cause.replace("cause: ", ""),
        right: words.filter((word) => word !== "unknown" && word !== "apart"),
        unknown: words.includes("unknown"),
        apart: words.includes("apart"),
        text,
      };
    });

export const diagnosed = (text: string, index: readonly IndexEntry[]): Diagnosis => {
  const scan = new Scan(index);
  for (const line of text.split("\n")) scan.add(line);
  return diagnose(scan.end(), index);
};

/** `right`, `wrong`, or the causes that stand alone and are wrong. */
export const judged = (one: PublicText, index: readonly IndexEntry[]) => {
  const { groups } = diagnosed(one.text, index);
  const alone = groups.flatMap(({ candidates }) =>
    candidates.length === 1 || candidates[0].certainty === "decided" ? [candidates[0]] : [],
  );
  const first = groups.map(({ candidates }) => candidates[0]);
  const isRight =
    groups.length === 0
      ? one.unknown
      : first.some(({ id }) => one.right.includes(id)) &&
        !(one.apart && first.some(({ certainty }) => certainty === "decided"));
  return {
    source: one.source,
    isRight,
    wrongAlone: alone.map(({ id }) => id).filter((id) => !one.right.includes(id)),
    named: groups.map(({ candidates }) => candidates.map(({ id, certainty }) => `${id}:${certainty}`)),
  };
};
