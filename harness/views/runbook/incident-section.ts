import type { RootContent } from "mdast";
import { type EventOf, phaseSeenBy } from "#harness/journal/drill-record.ts";
import type { Check } from "#harness/scenario/check.ts";
import { matches } from "#harness/scenario/evaluate-match.ts";
import type { TextMatch } from "#harness/scenario/match.ts";
import { fill } from "#harness/scenario/text.ts";
import { code, heading, type Inline, inlineCode, link, paragraph, prose, strong } from "./markdown.ts";
import type { Page, Section } from "./page.ts";
import { commandBlock, excerpt } from "./typing.ts";

const mostFingerprintLines = 6;

/** The fingerprints as they were printed, so that a search for the text finds the page. */
export const incidentSection: Section = (page) => [
  heading(2, "Is this your incident?"),
  paragraph(
    page.scenario.symptoms.length > 1 ? "Only if all of these are so. " : "Only if this is so. ",
    "What you see printed is what the drill saw. ",
    ...(usesAccounts(page)
      ? ["To type as another account, see ", link("below", "#before-you-start"), "."]
      : []),
  ),
  ...page.scenario.symptoms.flatMap((check, index) => symptom(page, check, index + 1)),
];

const usesAccounts = (page: Page): boolean =>
  page.scenario.symptoms.some(({ probe }) => probe.kind === "command" && probe.user !== "root");

const symptom = (page: Page, check: Check, number: number): RootContent[] => [
  paragraph(strong(`${number}. ${sentence(check.title)}`)),
  ...commandBlock(page, check.probe),
  ...seenBlocks(page, check),
  ...otherKinds(page, check),
];

const sentence = (title: string): string => `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;

const seenBlocks = (page: Page, check: Check): RootContent[] => {
  const seen = page.runs
    .map(({ record }) => observed(page, phaseSeenBy(record, "symptoms")?.checks ?? [], check))
    .filter((one) => one !== undefined);
  const texts = [...new Map(seen.map((one) => [one.text, one])).values()];
  return texts.flatMap(({ how, text }) => [
    paragraph(...how, text === "" ? "." : ":"),
    ...(text === "" ? [] : [code("text", text)]),
  ]);
};

const observed = (page: Page, all: readonly EventOf<"check-ended">[], check: Check) => {
  const found = all.find((one) => one.required && one.outcome.title === check.title);
  if (!found) return undefined;
  const { observation: seen, got } = found.outcome;
  if (seen.kind !== "command") return { how: ["The drill got"] as Inline[], text: got };
  const asked = check.probe.kind === "command" && check.probe.expect.output.length > 0;
  // What a command prints that only has to succeed differs from host to host: it is no fingerprint.
  if (seen.exitCode === 0 && !asked) return { how: ["It succeeds"] as Inline[], text: "" };
  const printed = seen.stderr.trim() === "" ? seen.stdout : seen.stderr;
  const text = excerpt(fingerprintLines(page, check, printed), mostFingerprintLines);
  const end =
    seen.exitCode === undefined ? `is ended by ${seen.signal ?? "a signal"}` : `exits ${seen.exitCode}`;
  return { how: [text === "" ? `It ${end} and prints nothing` : `It ${end} and prints`] as Inline[], text };
};

/** Of a long output, the lines that the symptom is about; they are what somebody searches for. */
const fingerprintLines = (page: Page, { probe }: Check, printed: string): string => {
  const lines = printed.trimEnd().split("\n");
  if (lines.length <= mostFingerprintLines || probe.kind !== "command") return printed;
  const context = { kind: page.kind, resolve: page.addresses.resolve };
  const about = lines.filter((line) =>
    probe.expect.output.some(({ match }) => matches(match, line, context)),
  );
  return about.length === 0 ? printed : about.join("\n");
};

/** A text that another kind of machine is declared to print, for who searches for that one. */
const otherKinds = (page: Page, { probe }: Check): RootContent[] => {
  if (probe.kind !== "command") return [];
  return probe.expect.output.flatMap(({ match }) =>
    match.kind !== "per-kind"
      ? []
      : Object.entries(match.by)
          .filter(([kind]) => kind !== page.kind)
          .map(([kind, other]) =>
            paragraph(
              ...prose(
                `Declared for ${kind === "vm" ? "a VM or a real host" : `a ${kind}`}, not seen in this drill: `,
              ),
              inlineCode(literalOf(other, page)),
            ),
          ),
  );
};

/** A pattern that only escapes its signs is shown as the text that it finds. */
const literalOf = (match: TextMatch, page: Page): string => {
  if (match.kind === "equals" || match.kind === "contains") return fill(match.value, page.addresses.resolve);
  if (match.kind !== "pattern") return JSON.stringify(match);
  const plain = match.source.replace(/\\([/.*+?^${}()|[\]\\])/g, "");
  const isLiteral = !/[\\.*+?^${}()|[\]]/.test(plain);
  return isLiteral ? match.source.replace(/\\(.)/g, "$1") : `/${match.source}/${match.flags}`;
};
