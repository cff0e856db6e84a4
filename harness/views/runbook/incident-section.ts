import type { RootContent } from "mdast";
import { logicalLines } from "../../diagnosis/logical-lines.ts";
import type { CheckOutcome } from "../../journal/events.ts";
import type { CommandObservation } from "../../probes/command/value.ts";
import type { Check } from "../../scenario/check.ts";
import type { EvaluationContext } from "../../scenario/evaluation.ts";
import { isVirtual, kindNamedIn, likeKind, type MachineKind } from "../../scenario/machine-kind.ts";
import type { TextMatch } from "../../scenario/match.ts";
import { fill } from "../../scenario/text.ts";
import { isOperators } from "../../scenario/user-of.ts";
import { linesAbout, symptomSeen, wordsOf } from "../fingerprint.ts";
import { counted } from "../time-words.ts";
import { code, heading, type Inline, inlineCode, link, paragraph, prose, strong } from "./markdown.ts";
import { contextOf, linkInto, type Page, type Section } from "./page.ts";
import { withPlaceholders } from "./placeholders.ts";
import { beforeLink } from "./preparation-section.ts";
import { isAnyNumber, mostTelling, toldSymptoms } from "./told-symptoms.ts";
import { excerpt, isShort, printed, typed, typist } from "./typing.ts";

const mostFingerprintLines = 6;
/** On the first screen, so that the recovery begins on the next one. */
const mostFirstLines = 3;

/** The section with the symptoms that are not on the first screen, too. */
const allTitle = "All symptoms";

/** The two commands that tell most, with what they print. */
export const incidentSection: Section = (page) => {
  const symptoms = toldSymptoms(page.scenario);
  const first = symptoms.slice(0, mostTelling);
  return [
    heading(2, "Is this your incident?"),
    paragraph(must(page, first), " ", ...whereElse(page, symptoms), ...whereShells(page, first)),
    ...standInNote(page, first),
    ...first.flatMap((check, index) => firstSymptom(page, check, index + 1)),
  ];
};

const must = ({ scenario }: Page, first: readonly Check[]): string => {
  if (first.length < 2) return "This must be so.";
  return scenario.anySymptom === true ? "One of these is enough." : "Both of these must be so.";
};

const whereElse = (page: Page, symptoms: readonly Check[]): Inline[] => {
  const alike = page.scenario.tellsApart ?? [];
  const hasAll = hasMore(page, symptoms);
  const lead = page.scenario.anySymptom === true ? "If none is so: " : "If one is not: ";
  if (!hasAll && alike.length === 0) return [lead, link("the index", "README.md"), "."];
  return [
    lead,
    ...(hasAll
      ? [link(`all ${counted(symptoms.length, "symptom")}`, linkInto(page, "symptoms", allTitle))]
      : []),
    ...(hasAll && alike.length > 0 ? [", " as const] : []),
    ...(alike.length === 0 ? [] : [link("similar incidents", "#similar-incidents")]),
    ".",
  ];
};

/** What a stand-in prints is its own, so that no reader waits for these words. */
const standInNote = (page: Page, first: readonly Check[]): RootContent[] => {
  const commands = first.map(({ probe }) => typed(page, probe));
  const names = (page.platform?.standIns ?? []).filter((name) =>
    commands.some((command) => new RegExp(`(?:^|[|;&]\\s*)${name} `, "m").test(command)),
  );
  return names.map((name) =>
    paragraph(
      "The output of ",
      inlineCode(name),
      " is that of the drill's stand-in: on the platform the words and the exit code may differ.",
    ),
  );
};

/** The commands of the first screen need accounts whose shells the page tells later. */
const whereShells = (page: Page, first: readonly Check[]): Inline[] =>
  page.platform === undefined || first.every(({ probe }) => isOperators(probe))
    ? []
    : [" The shell of each account: ", link("before step 1", beforeLink), "."];

/** Symptoms, or more of the output of one, that are not on the first screen. */
const hasMore = (page: Page, symptoms: readonly Check[]): boolean =>
  symptoms.length > mostTelling || symptoms.some((check) => textsPerKind(page, check).length > 0);

/** With the text of a real host, where a scenario knows that it differs from what the drill's machines print. */
const firstSymptom = (page: Page, check: Check, number: number): RootContent[] => {
  const { how, text } = firstTold(page, check);
  return commandWith(page, check, number, how, text);
};

const firstTold = (page: Page, check: Check): Seen => {
  const real = textsPerKind(page, check).find(({ kind }) => isVirtual(kind));
  const told = real === undefined ? undefined : realTold(real);
  return told ?? seenTexts(page, check, mostFirstLines)[0] ?? unseen;
};

const unseen: Seen = { how: ["It shows it"], text: "" };

/** The line by which one knows it, or what is seen where nothing is printed: "prints `exited`", "gets no answer". */
export const seenShortly = (page: Page, check: Check): Inline[] => {
  const { how, text } = firstTold(page, check);
  const lines = logicalLines(text);
  const answer = lines.find((line) => line.startsWith(answerOfDig))?.slice(answerOfDig.length);
  const line =
    answer ??
    linesAbout(check, text, contextOf(page, check))
      .split("\n")
      .find((one) => one !== "");
  return line === undefined ? lowered(how, "") : ["prints ", inlineCode(line)];
};

/** How the lines of an answer are told as one. */
const answerOfDig = "dig answer ";

const realTold = ({ seen, literal }: KindText): Seen => ({
  how:
    seen === undefined
      ? ["On a real host the scenario expects this, which no drill of this page saw"]
      : ["On a real host it prints"],
  text: excerpt(seen?.text ?? literal, mostFirstLines),
});

const numberedTitle = (check: Check, number: number): Inline =>
  strong(`${number}. `, ...prose(sentence(check.title)));

/** Title, command and output in as few lines as they need. */
const commandWith = (
  page: Page,
  check: Check,
  number: number,
  how: readonly Inline[],
  text: string,
): RootContent[] => {
  const command = typed(page, check.probe);
  const who = typist(page, check.probe);
  const title = numberedTitle(check, number);
  const end = text === "" ? "." : ":";
  const output = text === "" ? [] : [code("text", text)];
  return isShort(page, command)
    ? [paragraph(title, " ", ...runWords(who), inlineCode(command), ". ", ...how, end), ...output]
    : [
        paragraph(title, ...(who.length === 0 ? [] : [" ", ...who, ":"])),
        code("sh", command),
        paragraph(...how, end),
        ...output,
      ];
};

const runWords = (who: readonly Inline[]): Inline[] => (who.length === 0 ? ["Run "] : [...who, ", run "]);

/** The fingerprints as they were printed, so that a search for the text finds the page. */
export const allSymptomsSection: Section = (page) => {
  const symptoms = toldSymptoms(page.scenario);
  if (!hasMore(page, symptoms)) return [];
  return [
    heading(2, allTitle),
    paragraph(
      "The output is from the drill. A word in angle brackets stands for an id, a time or a number that differs each time.",
    ),
    ...symptoms.flatMap((check, index) => symptom(page, check, index + 1)),
  ];
};

const symptom = (page: Page, check: Check, number: number): RootContent[] => {
  const kinds = textsPerKind(page, check);
  if (number <= mostTelling && kinds.length === 0) {
    return [paragraph(numberedTitle(check, number), " See the beginning of the page.")];
  }
  const [first, ...rest] = seenTexts(page, check, mostFingerprintLines);
  const { how, text } = first ?? unseen;
  return [
    ...commandWith(page, check, number, how, text),
    ...rest.flatMap((one) => [
      paragraph("Or ", ...lowered(one.how), one.text === "" ? "." : ":"),
      ...(one.text === "" ? [] : [code("text", one.text)]),
    ]),
    ...otherKinds(page, check, kinds),
  ];
};

/** What sentences begin with. Anything else may be the name of a command, a machine or a container, which has no capital. */
const opener =
  /^(an?|the|all|any|both|each|every|and|in|with|without|no|none|nobody|nothing|some|only|one|two|its?|there|this|that|what|who|whoever|where|names?|ports?|services?|containers?|images?|files|lines|podman|podman's|systemd-resolved's|another|from|root|so|through) /;

/** The title of a check as a sentence. */
export const sentence = (title: string): string =>
  `${opener.test(title) ? `${title.charAt(0).toUpperCase()}${title.slice(1)}` : title}.`;

/** What the procedures saw of it, each text once. */
const seenTexts = (page: Page, check: Check, most: number): Seen[] => {
  const seen = page.runs
    .map(({ record }) => symptomSeen(record, check))
    .filter((one) => one !== undefined)
    .map((outcome) => observed(check, outcome, contextOf(page, check), most));
  return [...new Map(seen.toReversed().map((one) => [withoutNumbers(one), one])).values()].toReversed();
};

/** Within a sentence: "it exits 0". */
const lowered = ([first = "", ...rest]: readonly Inline[], it = "it "): Inline[] => [
  typeof first === "string" ? first.replace(/^It /, it) : first,
  ...rest,
];

/** The same but for a number, or for the order of the lines: each procedure saw the incident for itself. */
const withoutNumbers = ({ how, text }: Seen): string =>
  JSON.stringify(how) +
  text
    .replaceAll(/\b[0-9]+(?:\.[0-9]+)?\b/g, "#")
    .split("\n")
    .toSorted()
    .join("\n");

type Seen = { readonly how: readonly Inline[]; readonly text: string };

const observed = (check: Check, outcome: CheckOutcome, context: EvaluationContext, most: number): Seen => {
  const { observation: seen, got, dig } = outcome;
  if (dig !== undefined && outcome.ok) return digSeen(dig, got, most);
  if (seen.kind !== "command") return { how: ["The drill got"], text: withPlaceholders(got) };
  const asked = check.probe.kind === "command" && check.probe.expect.output.length > 0;
  // What a command prints that only has to succeed differs from host to host: it is no fingerprint.
  if (seen.exitCode === 0 && !asked) return { how: ["It succeeds"], text: "" };
  const all = wordsOf(outcome);
  const isLong = all.trimEnd().split("\n").length > most;
  const told = excerpt(withPlaceholders(isLong ? linesAbout(check, all, context) : all), most);
  const text = isAnyNumber(check) ? told.replace(/^[0-9]+$/, "<n>") : told;
  const end =
    seen.exitCode === undefined ? `is ended by ${seen.signal ?? "a signal"}` : `exits ${seen.exitCode}`;
  return { how: [text === "" ? `It ${end} and prints nothing` : `It ${end} and prints`], text };
};

/** What the operator sees. */
const digSeen = (dig: CommandObservation, got: string, most: number): Seen => {
  const text = excerpt(withPlaceholders(printed(dig)), Math.max(most, mostFirstLines));
  if (text !== "") return { how: ["It prints"], text };
  // The drill does not wait as long as dig does before it says so.
  return { how: [noAnswer.test(got) ? "It gets no answer" : "It prints nothing"], text };
};

const noAnswer = /^(?:timeout|unreachable): /;

/** What another kind of machine prints: as a drill of the same command saw it, or as the scenario declares it. */
type KindText = {
  readonly kind: MachineKind;
  readonly literal: string;
  readonly seen?: Seen;
  readonly why: string | undefined;
};

const textsPerKind = (page: Page, check: Check): KindText[] => {
  if (check.probe.kind !== "command") return [];
  return check.probe.expect.output.flatMap(({ match }) => {
    if (match.kind !== "per-kind") return [];
    const own = kindNamedIn(match.by, contextOf(page, check).kind);
    const others = (Object.entries(match.by) as [MachineKind, TextMatch][]).filter(([kind]) => kind !== own);
    return others.map(([kind, other]): KindText => {
      const seen = seenOn(page, check, kind);
      const told = { kind, literal: literalOf(other, page), why: match.why };
      return seen === undefined ? told : { ...told, seen };
    });
  });
};

const seenOn = (page: Page, check: Check, kind: MachineKind): Seen | undefined => {
  const record = page.others.find(({ started }) => started.kind === kind);
  const outcome = record?.procedures.map((one) => symptomSeen(one, check)).find((one) => one?.ok === true);
  return outcome && observed(check, outcome, { ...contextOf(page, check), kind }, mostFingerprintLines);
};

/** The texts that other kinds of machine print, literally, for who searches for those, and why they differ. */
const otherKinds = (page: Page, check: Check, kinds: readonly KindText[]): RootContent[] => {
  const own =
    kinds.length === 0 ? [] : [paragraph(`This is the output on ${likeKind(contextOf(page, check).kind)}.`)];
  const [first] = kinds;
  return [
    ...own,
    ...kinds.flatMap(otherKind),
    ...(first?.why === undefined ? [] : [paragraph(strong("Why they differ:"), " ", ...prose(first.why))]),
  ];
};

const otherKind = ({ kind, literal, seen }: KindText): RootContent[] => {
  if (seen === undefined) {
    return [
      paragraph(
        ...prose(`On ${likeKind(kind)} the scenario expects this output; no drill of this page saw it:`),
      ),
      code("text", literal),
    ];
  }
  return [paragraph(`On ${likeKind(kind)} `, ...lowered(seen.how), ":"), code("text", seen.text)];
};

/** A pattern that only escapes its signs is shown as the text that it finds. */
const literalOf = (match: TextMatch, page: Page): string => {
  if (match.kind === "equals" || match.kind === "contains") return fill(match.value, page.addresses.resolve);
  if (match.kind !== "pattern") return JSON.stringify(match);
  const plain = match.source.replace(/\\([/.*+?^${}()|[\]\\])/g, "");
  const isLiteral = !/[\\.*+?^${}()|[\]]/.test(plain);
  return isLiteral ? match.source.replace(/\\(.)/g, "$1") : `/${match.source}/${match.flags}`;
};
