import { scenarioCommand } from "../../invocation.ts";
import type { EventOf } from "../../journal/drill-record.ts";
import { variantFlags } from "../../variants/variant.ts";
import { startWords } from "../start-words.ts";
import { dateOf } from "../time-words.ts";
import { notOnReasons, notWithReasons } from "../variant-words.ts";
import { whyKindLines } from "../why-kind.ts";
import { bullets, code, heading, type Inline, inlineCode, paragraph, prose } from "./markdown.ts";
import type { Page, Section } from "./page.ts";

const validForDays = 90;

export const validUntil = ({ verifiedMs }: Page): string => dateOf(verifiedMs + validForDays * 86_400_000);

/** Who may believe this page, and how to see it again. */
export const proofSection: Section = (page) => {
  const { started } = page.record;
  const at = new Date(page.verifiedMs).toISOString().slice(0, 16).replace("T", " ");
  return [
    heading(2, "Proof"),
    paragraph(
      "A drill wrote this page. It ran the commands above; the output shown is what they printed. ",
      "The drill checked DNS and HTTP with its own client; the page shows the equivalent dig and curl commands. Where a DNS check held, the drill also ran its dig command, and it agreed. ",
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
      ...(page.journalFile === undefined ? [] : [["Journal: ", inlineCode(page.journalFile)]]),
    ]),
    paragraph("To repeat the drill:"),
    code("sh", againCommand(page)),
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
