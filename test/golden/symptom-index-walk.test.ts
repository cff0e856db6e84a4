import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { symptomIndexFile } from "#harness/cli/symptom-index-file.ts";
import type { IndexEntry, SeenSymptom } from "#harness/diagnosis/index-entry.ts";
import { readIndex } from "#harness/diagnosis/read-index.ts";
import { beginsAt } from "#harness/diagnosis/testing/walk.ts";
import { symptomTree } from "#harness/diagnosis/tree/symptom-tree.ts";

// Reads runbooks/README.md as a person does, who has an incident and types what is written there.

const runbooks = join(import.meta.dirname, "../../runbooks");
const index = readIndex(runbooks);
const tree = symptomTree(index);

type Step = { readonly command: string; readonly outcomes: readonly { words: string; to: string }[] };

const stepsOf = (section: string): Step[] =>
  section
    .split(/^\d+\. /m)
    .slice(1)
    .map((item) => ({
      command: (/```sh\n([\s\S]*?)\n {3}```/.exec(item)?.[1] ?? "").replaceAll(/^ {3}/gm, ""),
      outcomes: [...item.matchAll(/^ {3}If it (.*): (?:go to )?\[.*\]\((.*?)\)/gm)].map(
        ([, words = "", to = ""]) => ({ words, to }),
      ),
    }));

const anchor = (title: string): string =>
  `#${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-")}`;

const sections = new Map(
  readFileSync(symptomIndexFile(runbooks), "utf8")
    .split(/^## /m)
    .slice(1)
    .map((text) => [anchor(text.slice(0, text.indexOf("\n"))), stepsOf(text)]),
);

const spaced = (text: string): string => text.replaceAll(/\\(["\\])/g, "$1").replaceAll(/\s+/g, " ");
const textOf = ({ answer, texts }: SeenSymptom): string =>
  spaced([answer, ...texts.map(({ text }) => text)].join("\n"));

/** What somebody with this incident is shown, by what its drills saw; undefined where they did not look. */
const shownTo = ({ symptoms }: IndexEntry, command: string): string | undefined => {
  // As each account for which the drill asked it: the person has only the accounts of their own platform.
  const asked = symptoms.filter((symptom) => symptom.command === command).map(textOf);
  if (asked.length > 0) return asked.join("\n");
  const isEmpty = symptoms.some(
    (one) => one.command === "podman ps --all --quiet" && /nothing/.test(one.answer),
  );
  if (command === "pgrep --count conmon" && isEmpty) return "0";
  if (!command.startsWith("journalctl --boot")) return undefined;
  const printed = symptoms.map(textOf).find((text) => /newuidmap|OCI runtime|RunRoot/.test(text));
  return printed === undefined ? undefined : `exit 1: ${printed}`;
};

const fits = (words: string, shown: string): boolean => {
  if (words === "prints nothing") return /nothing printed/.test(shown);
  if (words === "gets no answer") return /^(?:unreachable|timeout): /.test(shown);
  if (words === "prints different addresses") return /disagree/.test(shown);
  if (words === "prints a number above 0") return shown.includes("(a number above 0)");
  if (words.startsWith("shows an error")) return /^exit [1-9]\d*: \D/.test(shown);
  const wanted = [...words.matchAll(/`` (.*?) ``|`(.*?)`/g)].map(([, a, b = ""]) =>
    spaced((a ?? b).replace(/ …$/, "")),
  );
  return wanted.some((one) => (one === "0" ? /(?:^|: )0(?: |$)/.test(shown) : shown.includes(one)));
};

const walk = (entry: IndexEntry, from: string): string => {
  for (const { command, outcomes } of sections.get(from) ?? []) {
    const shown = shownTo(entry, command);
    const next = shown === undefined ? undefined : outcomes.find(({ words }) => fits(words, shown));
    if (next !== undefined) return next.to.startsWith("#") ? walk(entry, next.to) : next.to;
  }
  return "none";
};

const begins = index.flatMap((entry) =>
  tree.incidents
    .filter(({ id }) => id === entry.scenario)
    .flatMap((incident) =>
      tree.branches
        .filter((branch) => beginsAt(incident, branch))
        .map(({ entrance }) => ({ entry, id: entry.scenario, from: entrance?.seen ?? "Another symptom" })),
    ),
);

test.each(begins)("who has $id, and begins at “$from”, comes to its page", ({ entry, id, from }) => {
  expect(walk(entry, anchor(from))).toBe(`${id}.md`);
});

test("every scenario of the index has a beginning", () => {
  expect([...new Set(begins.map(({ id }) => id))]).toEqual(index.map(({ scenario }) => scenario));
});
