import type { RootContent } from "mdast";
import { scenarioCommand } from "../../invocation.ts";
import type { DrillRecord, EventOf, ProcedureRecord } from "../../journal/drill-record.ts";
import { likeKind } from "../../scenario/machine-kind.ts";
import { differIn, differingDimensions, tellingVersions, variantIn } from "../../variants/variant.ts";
import { dimensionWord, packageNames, versionFlags, versionWords } from "../../variants/versions.ts";
import { fingerprintOf, symptomSeen } from "../fingerprint.ts";
import { kernelWords, reasonOf, verdictOf } from "../kinds-table.ts";
import { lostWords, outageWords, outTitles } from "../loss-words.ts";
import { startWord } from "../start-words.ts";
import { seconds } from "../time-words.ts";
import { onVariant, variantHead } from "../variant-words.ts";
import { code, heading, type Inline, inlineCode, paragraph, prose, strong, table } from "./markdown.ts";
import { contextOf, type Page, type Section } from "./page.ts";

/** What was different on the other machines that the same command drilled on; nothing when there were none. */
export const kindsSection: Section = (page) =>
  page.others.length === 0
    ? []
    : [heading(2, titleOf(page)), ...page.others.flatMap((other) => otherKind(page, other))];

/** On which other machines of the same command the drill did not hold; a reader there must not believe the page. */
export const notThere: Section = (page) =>
  page.others.filter((other) => verdictOf(other) !== "verified").flatMap((other) => otherKind(page, other));

const titleOf = ({ variants }: Page): string => {
  const dimensions = differingDimensions(variants);
  if (dimensions.length === 0) return "On other kinds of machine";
  return differIn("kind", variants)
    ? "On other machines"
    : `With other versions of ${dimensions.map(dimensionWord).join(" and ")}`;
};

/** The scenario has other parts with the versions of that drill. */
const hasOwnCommands = ({ record }: Page, { started }: DrillRecord): boolean =>
  started.digest !== record.started.digest;

/** Whom the page is not for, where a drill does not hold. */
const believe = (page: Page, { started }: DrillRecord): string => {
  const [there, here] = [started, page].map((one) => versionWords(tellingVersions(one, page.variants)));
  if (there === here) return `This page is valid for ${likeKind(page.kind)} only.`;
  const where = differIn("kind", page.variants) ? ` on ${likeKind(started.kind)}` : "";
  return `This page is not valid for ${there}${where}.`;
};

const otherKind = (page: Page, other: DrillRecord): RootContent[] => {
  const on = onVariant(other.started, page.variants);
  const verdict = verdictOf(other);
  if (verdict === "verified") {
    return [
      paragraph(
        ...(hasOwnCommands(page, other)
          ? [
              `The same incident was drilled and verified on ${on}, too, `,
              strong("with commands of its own"),
              ", which are not on this page: ",
              inlineCode(
                scenarioCommand(
                  [page.scenario.id],
                  versionFlags(tellingVersions(other.started, page.variants)),
                ),
              ),
              " writes a page with them.",
            ]
          : [
              `The same drill was verified on ${on}, too, with the same commands. `,
              `This page shows what ${onVariant(page, page.variants)} printed.`,
            ]),
      ),
      ...skippedThere(page, other),
      comparison(page, other),
      ...differences(page, other),
    ];
  }
  return [
    paragraph(
      `On ${on} the drill ${verdict === "skipped" || verdict === "not begun" ? "was" : "ended"} `,
      strong(verdict),
      ": ",
      ...prose(reasonOf(other) ?? "no reason is given"),
      `. ${believe(page, other)}`,
    ),
  ];
};

/** Verified as a whole, it may still have skipped a procedure. */
const skippedThere = (page: Page, other: DrillRecord): RootContent[] =>
  other.procedures.flatMap(({ id, ended }) =>
    ended?.verdict === "skipped"
      ? [
          paragraph(
            `On ${onVariant(other.started, page.variants)} `,
            inlineCode(id),
            " was ",
            strong("skipped"),
            ": ",
            ...prose(ended.reason ?? "no reason is given"),
            ".",
          ),
        ]
      : [],
  );

const comparison = (page: Page, other: DrillRecord): RootContent => {
  const records = [page.record, other];
  const variants = records.map(({ started }) => started);
  const head = ["", ...variants.map((one) => variantHead(one, variants))].map((title): Inline[] => [title]);
  const row = (fact: Inline[], values: readonly string[]): Inline[][] => [
    fact,
    ...values.map((value): Inline[] => [value]),
  ];
  const machines = records.map(({ procedures }) => procedures.flatMap((one) => one.machines)[0]);
  const machineRow = (
    fact: string,
    value: (one: EventOf<"machine-ready">) => string | undefined,
  ): Inline[][] =>
    row(
      [fact],
      machines.map((one) => (one && value(one)) ?? "–"),
    );
  const procedures = [...page.runs, ...page.skipped].map(({ id }) => id);
  return table([
    head,
    ...(differingDimensions(variants).length > 0
      ? known(["os", "systemd", "cgroups", ...packageNames(page.versions)], machines).map((what) =>
          machineRow(what, ({ versions }) => versions[what]),
        )
      : []),
    machineRow("engine", ({ versions }) => versions["engine"]),
    machineRow("kernel", kernelWords),
    machineRow("reboot", ({ fidelity }) => fidelity.reboot),
    ...procedures.flatMap((id) => procedureRows(id, records, row)),
  ]);
};

/** Those that one of the machines told; journals of before do not have all. */
const known = (
  what: readonly string[],
  machines: readonly (EventOf<"machine-ready"> | undefined)[],
): string[] => what.filter((one) => machines.some((machine) => machine?.versions[one] !== undefined));

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
      check.probe.expect.output.some(
        ({ match }) => match.kind === "per-kind" || match.kind === "per-version",
      );
    const here = symptomSeen(page.runs[0].record, check);
    const there = other.procedures.map((one) => symptomSeen(one, check)).find((one) => one !== undefined);
    if (declared || here === undefined || there === undefined) return [];
    const [one, two] = [
      fingerprintOf(check, here, contextOf(page, check)),
      fingerprintOf(check, there, contextOf({ ...page, ...variantIn(other.started) }, check)),
    ].map((lines) => lines.join("\n"));
    if (one === two) return [];
    return [
      paragraph("“", ...prose(check.title), `” prints this on ${onVariant(other.started, page.variants)}:`),
      code("text", two ?? ""),
    ];
  });
};
