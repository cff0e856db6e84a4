import type { RootContent } from "mdast";
import { scenarioCommand } from "../../invocation.ts";
import type { EventOf } from "../../journal/drill-record.ts";
import { variantFlags } from "../../variants/variant.ts";
import { packageNames, versionsOf } from "../../variants/versions.ts";
import { startWord, startWords } from "../start-words.ts";
import { dateOf, seconds } from "../time-words.ts";
import { notOnReasons, notWithReasons } from "../variant-words.ts";
import { whyKindLines } from "../why-kind.ts";
import { comparisonSection, lossesSection } from "./comparison-section.ts";
import { lastingSections } from "./endurance-steps.ts";
import type { FrontMatterValue } from "./front-matter.ts";
import { kindsSection, notThere } from "./kinds-section.ts";
import { bullets, code, heading, type Inline, inlineCode, link, paragraph, prose } from "./markdown.ts";
import { measuredChecklist } from "./measured-checklist.ts";
import { wrongSection } from "./never-section.ts";
import { type Page, proofLink, type Section } from "./page.ts";
import { printedSections } from "./printed-sections.ts";

const validForDays = 90;

export const validUntil = ({ verifiedMs }: Page): string => dateOf(verifiedMs + validForDays * 86_400_000);

/** The end of the page: whose word it is, and how to see it again. */
export const proofNote: Section = (page) => [
  heading(2, "Proof"),
  paragraph(
    "A drill wrote this page and ran its commands; the output shown is what they printed. ",
    link("How it was proven", proofLink(page)),
    ` has the machines, the measured times and losses, and what was done to see that the recovery lasts. Valid until ${validUntil(page)}. To repeat the drill:`,
  ),
  code("sh", againCommand(page)),
  ...notThere(page),
];

/** All that the drill measured, and what it did beside the steps of the page. */
export const proofSections = (page: Page): RootContent[] => [
  heading(1, "Proof: ", ...prose(page.scenario.title)),
  paragraph("The drill of ", link("this runbook", `${page.name}.md`), "."),
  ...comparisonSection(page),
  ...lossesSection(page),
  ...measuredChecklist(page),
  ...lastingSections(page),
  ...wrongSection(page),
  ...printedSections(page),
  ...kindsSection(page),
  ...machinesSection(page),
];

export const proofFields = (page: Page): Record<string, FrontMatterValue> => {
  const { scenario, record, runs } = page;
  const { machines } = runs[0].record;
  const {
    os = "unknown",
    kernel = "unknown",
    systemd = "unknown",
    ...software
  } = machines[0]?.versions ?? {};
  return {
    scenario: scenario.id,
    verified: dateOf(page.verifiedMs),
    procedures: Object.fromEntries(runs.map(({ id, recoveryMs }) => [id, seconds(recoveryMs)])),
    ...(record.ended?.slowdown === undefined ? {} : { host_slowdown: record.ended.slowdown.toFixed(1) }),
    started_from: Object.fromEntries(runs.map(({ id, record: one }) => [id, startWord(one)])),
    machines: Object.fromEntries(
      machines.map(({ machine, kind, fidelity, versions }) => [
        machine,
        {
          kind,
          engine: versions["engine"] ?? "unknown",
          kernel: fidelity.kernel,
          reboot: fidelity.reboot,
          power_loss: fidelity.powerLoss,
        },
      ]),
    ),
    versions: { os, kernel, systemd, ...versionsOf(software, packageNames(page.versions)) },
    digest: record.started.digest,
    commit: record.started.commit,
    drillbook: record.started.drillbook,
  };
};

/** What it ran on. */
const machinesSection: Section = (page) => {
  const { started } = page.record;
  const at = new Date(page.verifiedMs).toISOString().slice(0, 16).replace("T", " ");
  return [
    heading(2, "Machines and versions"),
    paragraph(
      "The drill ran the commands of the runbook; the output shown there is what they printed. ",
      "It checked DNS and HTTP with its own client; the page shows the equivalent dig and curl commands. Where a DNS check held, the drill also ran its dig command, and it agreed. ",
      "The drill used documentation addresses; the page has the real addresses.",
      ...(page.scenario.rig.note === undefined ? [] : [` ${page.scenario.rig.note}`]),
    ),
    bullets([
      [`Verified ${at} UTC; valid until ${validUntil(page)}.`],
      ["drillbook ", inlineCode(started.drillbook), ", commit ", inlineCode(started.commit)],
      ["Scenario ", inlineCode(page.scenario.id), ", digest ", inlineCode(started.digest)],
      [`Source of the incident: ${page.scenario.source}`],
      ...whyKindLines(started).map((line) => [`K${line.slice(1)}.`]),
      ...page.runs[0].record.machines.flatMap(machineItems),
      ...startItems(page),
      ...notDrilled(page, notOnReasons),
      ...notDrilled(page, notWithReasons),
      ...slowHost(page),
    ]),
  ];
};

const machineItems = (machine: EventOf<"machine-ready">): Inline[][] => {
  const { fidelity, versions } = machine;
  const kernel = { own: "a kernel of its own", host: "the kernel of its host", none: "no kernel" }[
    fidelity.kernel
  ];
  const simulated = [`reboot ${fidelity.reboot}`, `power loss ${fidelity.powerLoss}`, kernel].join(", ");
  const { image, engine, ...software } = versions;
  return [
    [`Machine ${machine.machine}: a ${machine.kind} (${simulated})`],
    [
      Object.entries(software)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
    ...(engine === undefined ? [] : [[`Engine: ${engine}`]]),
    ...(image === undefined ? [] : [["Machine image: ", inlineCode(image)]]),
  ];
};

/** Times on a busy host say little of others. */
const slowHost = ({ record: { ended } }: Page): Inline[][] =>
  ended?.slowdown === undefined
    ? []
    : [
        [
          `The host was busy: commands took about ${ended.slowdown.toFixed(1)} times as long as on an idle one`,
        ],
      ];

const startItems = ({ runs }: Page): Inline[][] =>
  runs.flatMap(({ id, record: { startedFrom } }): Inline[][] =>
    startedFrom === undefined ? [] : [[inlineCode(id), ` was drilled on ${startWords(startedFrom)}`]],
  );

/** In the same variants, when they are not the usual one alone. */
const againCommand = ({ scenario, kind, variants, runs }: Page): string => {
  const { machines } = runs[0].record;
  const alone = machines.filter((one) => one.kind !== kind).map((one) => [one.machine, one.kind]);
  return scenarioCommand([scenario.id], variantFlags(variants, Object.fromEntries(alone)));
};

const notDrilled = ({ scenario }: Page, reasonsOf: typeof notOnReasons): Inline[][] => [
  ...reasonsOf(scenario).map(([where, reason]) => [`Not drilled ${where}: `, ...prose(reason)]),
  ...Object.entries(scenario.procedures).flatMap(([id, procedure]) =>
    reasonsOf(procedure).map(([where, reason]) => [
      inlineCode(id),
      ` is not drilled ${where}: `,
      ...prose(reason),
    ]),
  ),
];
