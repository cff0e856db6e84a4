import type { RootContent } from "mdast";
import type { DrillRecord, ProcedureRecord } from "#harness/journal/drill-record.ts";
import { fingerprintOf, symptomSeen } from "../fingerprint.ts";
import { likeKind, onKind } from "../kind-words.ts";
import { kernelWords, reasonOf, verdictOf } from "../kinds-table.ts";
import { lostWords, outageWords, outTitles } from "../loss-words.ts";
import { startWord } from "../start-words.ts";
import { seconds } from "../time-words.ts";
import { code, heading, type Inline, inlineCode, paragraph, prose, strong, table } from "./markdown.ts";
import { contextOf, type Page, type Section } from "./page.ts";

/** What was different on the other kinds of machine that the same command drilled on; nothing when there was none. */
export const kindsSection: Section = (page) =>
  page.others.length === 0
    ? []
    : [heading(2, "On other kinds of machine"), ...page.others.flatMap((other) => otherKind(page, other))];

const otherKind = (page: Page, other: DrillRecord): RootContent[] => {
  const { kind } = other.started;
  const verdict = verdictOf(other);
  if (verdict === "verified") {
    return [
      paragraph(
        `The same drill was verified on ${onKind(kind)}, too, with the same commands. `,
        `This page shows what ${onKind(page.kind)} printed.`,
      ),
      ...skippedThere(other),
      comparison(page, other),
      ...differences(page, other),
    ];
  }
  return [
    paragraph(
      `On ${onKind(kind)} the drill ${verdict === "skipped" || verdict === "not begun" ? "was" : "ended"} `,
      strong(verdict),
      ": ",
      ...prose(reasonOf(other) ?? "it gave no reason"),
      `. Believe this page for ${likeKind(page.kind)} only.`,
    ),
  ];
};

/** Verified as a whole, it may still have left out a way that it cannot go. */
const skippedThere = (other: DrillRecord): RootContent[] =>
  other.procedures.flatMap(({ id, ended }) =>
    ended?.verdict === "skipped"
      ? [
          paragraph(
            `On ${onKind(other.started.kind)} `,
            inlineCode(id),
            " was ",
            strong("skipped"),
            ": ",
            ...prose(ended.reason ?? "it gave no reason"),
            ".",
          ),
        ]
      : [],
  );

const comparison = (page: Page, other: DrillRecord): RootContent => {
  const records = [page.record, other];
  const head = ["", ...records.map(({ started }) => started.kind)].map((title): Inline[] => [title]);
  const row = (fact: Inline[], values: readonly string[]): Inline[][] => [
    fact,
    ...values.map((value): Inline[] => [value]),
  ];
  const machines = records.map(({ procedures }) => procedures.flatMap((one) => one.machines)[0]);
  const procedures = [...page.runs, ...page.skipped].map(({ id }) => id);
  return table([
    head,
    row(
      ["engine"],
      machines.map((one) => one?.versions["engine"] ?? "–"),
    ),
    row(
      ["kernel"],
      machines.map((one) => (one === undefined ? "–" : kernelWords(one))),
    ),
    row(
      ["reboot"],
      machines.map((one) => one?.fidelity.reboot ?? "–"),
    ),
    ...procedures.flatMap((id) => procedureRows(id, records, row)),
  ]);
};

const procedureRows = (
  id: string,
  records: readonly DrillRecord[],
  row: (fact: Inline[], values: readonly string[]) => Inline[][],
): Inline[][][] => {
  const own = records.map(({ procedures }) => procedures.find((one) => one.id === id));
  const told = (words: string, value: (one: ProcedureRecord) => string): Inline[][] =>
    row(
      [inlineCode(id), ` ${words}`],
      own.map((one) => (one === undefined || one.machines.length === 0 ? "–" : value(one))),
    );
  return [
    ...(own.some((one) => one?.ended?.verdict === "skipped")
      ? [
          row(
            [inlineCode(id), " ended"],
            own.map((one) => one?.ended?.verdict ?? "–"),
          ),
        ]
      : []),
    told("took", ({ ended }) => (ended?.recoveryMs === undefined ? "–" : seconds(ended.recoveryMs))),
    told("started from", startWord),
    ...outTitles(own.flatMap((one) => one?.outages ?? [])).map((title) =>
      told(`out: ${title}`, ({ outages }) => outageWords(outages, title)),
    ),
    told("lost", ({ losses }) => lostWords(losses)),
  ];
};

/** The symptoms that look different there; of those with a declared text the page's head tells already. */
const differences = (page: Page, other: DrillRecord): RootContent[] => {
  return page.scenario.symptoms.flatMap((check): RootContent[] => {
    const declared =
      check.probe.kind === "command" &&
      check.probe.expect.output.some(({ match }) => match.kind === "per-kind");
    const here = symptomSeen(page.runs[0].record, check);
    const there = other.procedures.map((one) => symptomSeen(one, check)).find((one) => one !== undefined);
    if (declared || here === undefined || there === undefined) return [];
    const [one, two] = [
      fingerprintOf(check, here, contextOf(page, check)),
      fingerprintOf(check, there, contextOf({ ...page, kind: other.started.kind }, check)),
    ].map((lines) => lines.join("\n"));
    if (one === two) return [];
    return [
      paragraph("“", ...prose(check.title), `” shows there, on ${onKind(other.started.kind)}, as this:`),
      code("text", two ?? ""),
    ];
  });
};
