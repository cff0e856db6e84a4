import { scenarioCommand } from "../invocation.ts";
import { phases } from "../phases/index.ts";
import type { PlanSection } from "../phases/phase.ts";
import type { Action } from "../scenario/action.ts";
import type { Check } from "../scenario/check.ts";
import { commandLine } from "../scenario/command-line.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { onKind } from "../scenario/machine-kind.ts";
import type { Phrase } from "../scenario/phrase.ts";
import { type PodmanVersion, usualPodman } from "../scenario/podman-version.ts";
import { probeDefinition } from "../scenario/probe.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import { fill, type ResolveAddress } from "../scenario/text.ts";
import { userOf } from "../scenario/user-of.ts";
import { expectationOf, plainPhrase } from "./expectation.ts";
import { rigAddresses } from "./rig-addresses.ts";
import { limit } from "./time-words.ts";
import { visible } from "./visible.ts";

/** What a drill of the scenario would do with this podman, phase by phase; the addresses are the rig's. */
export const renderScenarioPlan = (whole: Scenario, podman: PodmanVersion = usualPodman): string => {
  const scenario = scenarioWith(whole, podman);
  const resolve = rigAddresses(scenario);
  const ids = Object.keys(scenario.procedures);
  const lines = [
    `${scenario.id}: ${scenario.title}`,
    scenario.summary,
    `Source: ${scenario.source}`,
    "",
    ids.length === 1
      ? `The procedure ${ids[0]} runs on machines of its own, through all phases.`
      : `Each of the ${ids.length} procedures (${ids.join(", ")}) runs on machines of its own, through all phases; where machines can be saved, from one incident.`,
    ...notOnLines(scenario).map((line) => `Not ${line}`),
    ...ownPartsLines(whole, podman),
    ...section("rig", scenario.rig.machines.map(machineText)),
    ...phases.flatMap(({ plan }) => plan(scenario)).flatMap((part) => sectionLines(part, resolve)),
    ...section("sampled every 100 ms", itemLines(scenario.rig.samples, resolve)),
    ...scenario.reference.flatMap((one) =>
      section(`reference: ${one.title}`, fill(one.text, resolve).trimEnd().split("\n")),
    ),
  ];
  return `${visible(lines.join("\n"))}\n`;
};

const notOnLines = ({ notOn, notWith = {} }: Pick<Scenario, "notOn" | "notWith">): string[] => [
  ...Object.entries(notOn).map(([kind, reason]) => `on ${onKind(kind as MachineKind)}: ${reason}`),
  ...Object.entries(notWith).map(([version, reason]) => `with podman ${version}: ${reason}`),
];

const ownPartsLines = ({ id, withPodman = {} }: Scenario, podman: PodmanVersion): string[] => {
  const others = Object.keys(withPodman).filter((version) => version !== podman);
  return [
    ...(withPodman[podman] === undefined ? [] : [`This is the plan with podman ${podman}.`]),
    ...others.map(
      (version) =>
        `With podman ${version} parts of it are others: ${scenarioCommand(["plan", id], [`--podman ${version}`])}`,
    ),
  ];
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

const sectionLines = ({ title, procedure, items }: PlanSection, resolve: ResolveAddress): string[] =>
  section(title, [
    ...(procedure === undefined ? [] : notOnLines(procedure).map((line) => `not ${line}`)),
    ...itemLines(items, resolve),
  ]);

const itemLines = (items: PlanSection["items"], resolve: ResolveAddress): string[] => {
  let number = 0;
  return items.flatMap((item) => {
    number = typeof item === "object" && item.kind === "step" ? number + 1 : 0;
    if (typeof item === "string") return [item];
    switch (item.kind) {
      case "step":
        return stepLines(item, number, resolve);
      case "check":
        return checkLines(item, resolve);
      case "loss":
        return [`- ${item.title}`, ...commandLines(item.items, "    ", resolve)];
      default:
        return item satisfies never;
    }
  });
};

const machineText = ({ name, addresses, on }: Scenario["rig"]["machines"][number]): string =>
  [
    name,
    ...Object.entries(addresses).map(([network, address]) => `${network} ${address}`),
    ...(on === undefined ? [] : [`(always ${onKind(on)})`]),
  ].join("  ");

const stepLines = (step: Step, number: number, resolve: ResolveAddress): string[] => [
  `${number}. ${step.title}  (within ${limit(step.withinMs)})`,
  ...step.why.split("\n").map((line) => `     ${line}`),
  ...step.run.flatMap((action) => commandLines(action, "     ", resolve)),
  ...step.verify.flatMap((check) => [
    `     verify: ${check.title}`,
    ...probeLines(check, "       ", resolve),
  ]),
];

const checkLines = (check: Check, resolve: ResolveAddress): string[] => [
  `- ${check.title}`,
  ...probeLines(check, "    ", resolve),
];

const probeLines = (check: Check, indent: string, resolve: ResolveAddress): string[] =>
  typed(check.probe, expectationOf(check, { resolve }), indent, resolve);

const commandLines = (action: Action, indent: string, resolve: ResolveAddress): string[] =>
  typed(
    action,
    "expect" in action ? probeDefinition(action.kind).words(action, { resolve }) : [],
    indent,
    resolve,
  );

/** The command, with who types it where; that it succeeds is not said. */
const typed = (
  what: Action | Check["probe"],
  phrase: Phrase,
  indent: string,
  resolve: ResolveAddress,
): string[] => {
  const user = userOf(what);
  const [first = "", ...rest] = commandLine(what, resolve).split("\n");
  const words = plainPhrase(phrase);
  return [
    `${indent}${user === "root" ? "#" : "$"} ${first}   (${what.machine}, ${user})`,
    ...rest.map((line) => `${indent}  ${line}`),
    ...(words === "" || words === "succeeds" ? [] : [`${indent}→ ${words}`]),
  ];
};
