import type { List, ListItem, RootContent } from "mdast";
import type { Lead } from "../diagnosis/catalogue/entrances.ts";
import type { Fork, Outcome } from "../diagnosis/tree/forks.ts";
import { alikeOf, type Incident } from "../diagnosis/tree/incident.ts";
import { printedOf } from "../diagnosis/tree/printed.ts";
import type { Branch, SymptomTree } from "../diagnosis/tree/symptom-tree.ts";
import { pageName } from "../variants/variant.ts";
import { versionWords } from "../variants/versions.ts";
import { sentence } from "./runbook/incident-section.ts";
import {
  bullets,
  code,
  heading,
  type Inline,
  inlineCode,
  link,
  markdown,
  paragraph,
  prose,
  renderMarkdown,
  strong,
} from "./runbook/markdown.ts";
import { anchorOf } from "./runbook/page.ts";

/** The first line of the file: what begins otherwise was written by a person. */
export const madeOf = "<!-- Made of the files in symptoms/ by drillbook: not for editing. -->";

const none = "None of these";
const otherwise = "Another symptom";

const seenOf = ({ entrance }: Branch): string => entrance?.seen ?? otherwise;

const entranceItem = (branch: Branch): Inline[] => {
  const { such } = branch.entrance ?? {};
  return [toHeading(seenOf(branch)), ...(such === undefined ? [] : [`: ${such}`])];
};

const toHeading = (title: string) => link(title, anchorOf(title));

/** Between commas, with "or" before the last. */
const joined = (parts: readonly (readonly Inline[])[], word: string): Inline[] =>
  parts.flatMap((part, index): Inline[] => {
    if (index === 0) return [...part];
    return [index === parts.length - 1 ? ` ${word} ` : ", ", ...part];
  });

/** Its pages by their titles, each with the versions that it is for. */
const pageLinks = ({ id, pages }: Incident): Inline[] =>
  pages.flatMap(({ title, versions }, index): Inline[] => {
    const words = versionWords(versions);
    return [
      ...(index === 0 ? [] : ["; "]),
      link(title, `${pageName(id, versions)}.md`),
      ...(words === "" ? [] : [` (${words})`]),
    ];
  });

const byId = (incident: Incident): Inline[] => [
  link(incident.id, `${pageName(incident.id, incident.pages[0]?.versions)}.md`),
];

/** What a command shows where the page fits. */
const shownWords = ({ shown }: Outcome): Inline[] => {
  const printed = printedOf(shown);
  return "words" in printed
    ? [`If it ${printed.words}`]
    : [
        "If it shows ",
        ...joined(
          printed.lines.map((line) => [inlineCode(line)]),
          printed.each ? "or" : "and",
        ),
      ];
};

const item = (...children: ListItem["children"]): ListItem => ({ type: "listItem", spread: true, children });

const pagesFor = (incidents: readonly Incident[]): Inline[] =>
  joined(
    incidents.map((one) => pageLinks(one)),
    "or",
  );

/** Where nothing else says what is seen, the symptom does. */
const forkItem = (fork: Fork, isTitled: boolean): ListItem => {
  if ("question" in fork) {
    const { ask, run, yes } = fork.question;
    return item(
      paragraph(ask),
      code("sh", run),
      paragraph(`If it shows ${yes}: `, ...pagesFor([fork.incident])),
    );
  }
  const { ask, outcomes } = fork;
  return item(
    ...(isTitled ? [paragraph(strong(sentence(ask.title)))] : []),
    paragraph("As ", strong(ask.user), " on ", strong(ask.machine), ":"),
    code("sh", ask.command),
    ...outcomes.map((outcome) => paragraph(...shownWords(outcome), ": ", ...pagesFor(outcome.incidents))),
  );
};

const leadItem = ({ run, user, prints, to }: Lead, branches: readonly Branch[]): ListItem => {
  const next = branches.filter(({ entrance }) => entrance?.id === to);
  return item(
    paragraph("As ", strong(user), " on the machine of the containers:"),
    code("sh", run),
    paragraph(
      "If it shows ",
      ...prose(prints),
      ": go to ",
      ...next.map((branch) => toHeading(seenOf(branch))),
    ),
  );
};

const branchSection = (branch: Branch, branches: readonly Branch[]): RootContent[] => {
  const steps: List = {
    type: "list",
    ordered: true,
    start: 1,
    spread: true,
    children: [
      ...branch.leads.map((lead) => leadItem(lead, branches)),
      ...branch.forks.map((fork) => forkItem(fork, branch.entrance === undefined)),
    ],
  };
  const near = joined(branch.near.map(byId), "and");
  return [
    heading(2, seenOf(branch)),
    steps,
    paragraph(
      "None of these? ",
      ...(near.length === 0 ? ["Ask "] : ["Look at ", ...near, ", or ask "]),
      link("diagnose", anchorOf(none)),
      ".",
    ),
  ];
};

const pageItem = (incident: Incident, all: readonly Incident[]): Inline[] => {
  const alike = alikeOf(incident, all);
  return [
    ...pageLinks(incident),
    ...(alike.length === 0 ? [] : [" · alike: ", ...joined(alike.map(byId), "and")]),
  ];
};

/** The index of runbooks by what a person sees, as markdown; `diagnose` is the command that reads an error text. */
export const renderSymptomIndex = (
  { branches, incidents }: SymptomTree,
  { diagnose }: { readonly diagnose: string },
): string =>
  renderMarkdown({
    type: "root",
    children: [
      markdown(madeOf),
      heading(1, "What do you see?"),
      bullets([...branches.map(entranceItem), [toHeading(none)]]),
      paragraph(
        "Choose the first line that fits, then type its commands in order. Stop at the first command that prints the " +
          "text below it: the page named there is yours. The start of that page shows how to confirm it. Each page tells, before its step 1, how to get the " +
          "shell of an account. Accounts, numbers and addresses are those of the drill or of its platform: put in yours.",
      ),
      ...branches.flatMap((branch) => branchSection(branch, branches)),
      heading(2, none),
      paragraph("In this folder, write the whole error text into a file, and run:"),
      code("sh", diagnose),
      paragraph("It also names causes without a page, and the next question."),
      heading(2, "All pages"),
      bullets(incidents.map((incident) => pageItem(incident, incidents))),
    ],
  });
