import type { RootContent } from "mdast";
import type { CheckOutcome } from "../../journal/events.ts";
import type { CommandObservation } from "../../probes/command/value.ts";
import type { Check } from "../../scenario/check.ts";
import type { EvaluationContext } from "../../scenario/evaluation.ts";
import { kindNamedIn, likeKind, type MachineKind } from "../../scenario/machine-kind.ts";
import type { TextMatch } from "../../scenario/match.ts";
import { fill } from "../../scenario/text.ts";
import { linesAbout, symptomSeen, wordsOf } from "../fingerprint.ts";
import { code, heading, type Inline, inlineCode, link, paragraph, prose, strong } from "./markdown.ts";
import { contextOf, type Page, type Section } from "./page.ts";
import { commandBlock, excerpt, printed } from "./typing.ts";

const mostFingerprintLines = 6;
const mostDigLines = 14;
const longestWord = 60;

/** The fingerprints as they were printed, so that a search for the text finds the page. */
export const incidentSection: Section = (page) => [
  heading(2, "Is this your incident?"),
  paragraph(
    shownSymptoms(page).length > 1
      ? "Only if you see all of these symptoms. "
      : "Only if you see this symptom. ",
    "The output shown is from the drill; your times, ids and keys differ. ",
    ...(usesAccounts(page)
      ? ["To run a command as another account, see ", link("below", "#before-you-start"), "."]
      : []),
  ),
  ...shownSymptoms(page).flatMap((check, index) => symptom(page, check, index + 1)),
];

const shownSymptoms = (page: Page): Check[] =>
  page.scenario.symptoms.filter(({ drillOnly }) => drillOnly !== true);

const usesAccounts = (page: Page): boolean =>
  shownSymptoms(page).some(({ probe }) => probe.kind === "command" && probe.user !== "root");

const symptom = (page: Page, check: Check, number: number): RootContent[] => [
  paragraph(strong(`${number}. ${sentence(check.title)}`)),
  ...commandBlock(page, check.probe),
  ...seenBlocks(page, check),
  ...otherKinds(page, check),
];

/** What sentences begin with. Anything else may be the name of a command, a machine or a container, which has no capital. */
const opener =
  /^(an?|the|all|any|both|each|every|and|in|with|without|no|none|nobody|nothing|some|only|one|two|its?|there|this|that|what|who|whoever|where|names?|ports?|services?|containers?|images?|podman|systemd-resolved's) /;

/** The title of a check as a sentence. */
export const sentence = (title: string): string =>
  `${opener.test(title) ? `${title.charAt(0).toUpperCase()}${title.slice(1)}` : title}.`;

const seenBlocks = (page: Page, check: Check): RootContent[] => {
  const seen = page.runs
    .map(({ record }) => symptomSeen(record, check))
    .filter((one) => one !== undefined)
    .map((outcome) => observed(check, outcome, contextOf(page, check)));
  const texts = [...new Map(seen.toReversed().map((one) => [withoutNumbers(one), one])).values()];
  return texts
    .toReversed()
    .flatMap(({ how, text }) => [
      paragraph(...how, text === "" ? "." : ":"),
      ...(text === "" ? [] : [code("text", text)]),
    ]);
};

/** The same but for an id, a time or a process number: each procedure saw the incident for itself. */
const withoutNumbers = ({ how, text }: Seen): string =>
  JSON.stringify(how) + text.replaceAll(/\b(?:[0-9a-f]{12,}|[0-9]+(?:T[0-9]+)?Z?)\b/g, "#");

type Seen = { readonly how: readonly Inline[]; readonly text: string };

const observed = (check: Check, outcome: CheckOutcome, context: EvaluationContext): Seen => {
  const { observation: seen, got, dig } = outcome;
  if (dig !== undefined && outcome.ok) return digSeen(dig, got);
  if (seen.kind !== "command") return { how: ["The drill got"], text: got };
  const asked = check.probe.kind === "command" && check.probe.expect.output.length > 0;
  // What a command prints that only has to succeed differs from host to host: it is no fingerprint.
  if (seen.exitCode === 0 && !asked) return { how: ["It succeeds"], text: "" };
  const printed = wordsOf(outcome);
  const isLong = printed.trimEnd().split("\n").length > mostFingerprintLines;
  const text = excerpt(isLong ? linesAbout(check, printed, context) : printed, mostFingerprintLines);
  const end =
    seen.exitCode === undefined ? `is ended by ${seen.signal ?? "a signal"}` : `exits ${seen.exitCode}`;
  return { how: [text === "" ? `It ${end} and prints nothing` : `It ${end} and prints`], text };
};

/** What the operator sees, and in a few words what the drill's own client made of it. */
const digSeen = (dig: CommandObservation, got: string): Seen => {
  const text = excerpt(printed(dig), mostDigLines);
  const isPlain = got.startsWith("NOERROR with ") || text.includes(got);
  const short = isPlain || got.length > longestWord ? [] : [", which is ", inlineCode(got)];
  return { how: [text === "" ? "It prints nothing" : "It prints", ...short], text };
};

/** The texts that other kinds of machine print, literally, for who searches for those, and why they differ. */
const otherKinds = (page: Page, check: Check): RootContent[] => {
  if (check.probe.kind !== "command") return [];
  return check.probe.expect.output.flatMap(({ match }) => {
    if (match.kind !== "per-kind") return [];
    const own = kindNamedIn(match.by, contextOf(page, check).kind);
    const others = (Object.entries(match.by) as [MachineKind, TextMatch][]).filter(([kind]) => kind !== own);
    return [
      ...(own !== undefined ? [paragraph(`This is the output on ${likeKind(own)}.`)] : []),
      ...others.flatMap(([kind, other]) => otherKind(page, check, kind, other)),
      ...(match.why === undefined ? [] : [paragraph(strong("Why they differ:"), " ", ...prose(match.why))]),
    ];
  });
};

/** As a drill on that kind saw it, when the same command ran one; else as the scenario declares it. */
const otherKind = (page: Page, check: Check, kind: MachineKind, match: TextMatch): RootContent[] => {
  const record = page.others.find(({ started }) => started.kind === kind);
  const seen = record?.procedures.map((one) => symptomSeen(one, check)).find((one) => one?.ok === true);
  if (seen === undefined) {
    return [
      paragraph(
        ...prose(`On ${likeKind(kind)} the scenario expects this output; no drill of this page saw it:`),
      ),
      code("text", literalOf(match, page)),
    ];
  }
  const { how, text } = observed(check, seen, { ...contextOf(page, check), kind });
  const [first = "", ...rest] = how;
  const words = typeof first === "string" ? first.replace(/^It /, "it ") : first;
  return [paragraph(`On ${likeKind(kind)} `, words, ...rest, ":"), code("text", text)];
};

/** A pattern that only escapes its signs is shown as the text that it finds. */
const literalOf = (match: TextMatch, page: Page): string => {
  if (match.kind === "equals" || match.kind === "contains") return fill(match.value, page.addresses.resolve);
  if (match.kind !== "pattern") return JSON.stringify(match);
  const plain = match.source.replace(/\\([/.*+?^${}()|[\]\\])/g, "");
  const isLiteral = !/[\\.*+?^${}()|[\]]/.test(plain);
  return isLiteral ? match.source.replace(/\\(.)/g, "$1") : `/${match.source}/${match.flags}`;
};
