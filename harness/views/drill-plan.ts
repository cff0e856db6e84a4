import { join } from "node:path";
import { scenarioCommand } from "../invocation.ts";
import { phases } from "../phases/index.ts";
import type { PlanSection } from "../phases/phase.ts";
import { type DrillPlan, drilledProcedures, withoutWords } from "../plan/drill-plan.ts";
import type { Action } from "../scenario/action.ts";
import type { Check } from "../scenario/check.ts";
import { commandLine } from "../scenario/command-line.ts";
import { onKind } from "../scenario/machine-kind.ts";
import type { Phrase } from "../scenario/phrase.ts";
import { probeDefinition } from "../scenario/probe.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import { fill, type ResolveAddress } from "../scenario/text.ts";
import { userOf } from "../scenario/user-of.ts";
import { versionFlags, versionWords } from "../variants/versions.ts";
import { expectationOf, plainPhrase } from "./expectation.ts";
import { rigAddresses } from "./rig-addresses.ts";
import { limit } from "./time-words.ts";
import { notOnReasons, notWithReasons, withVersions } from "./variant-words.ts";
import { visible } from "./visible.ts";

/** What each drill does beside its phases, and the phases of each page's drills; `shownPath` is how a person reads a path. */
export const renderDrillPlans = (
  plans: readonly DrillPlan[],
  shownPath: (path: string) => string,
): string => {
  const pages = Map.groupBy(plans, ({ page }) => page);
  return [...pages.values()]
    .map((alike) => {
      const drills = alike.flatMap((plan) =>
        section(`drill ${onPlanned(plan)}`, drillLines(plan, shownPath)),
      );
      return `${visible(drills.slice(1).join("\n"))}\n\n${alike[0] ? renderScenarioPlan(alike[0]) : ""}`;
    })
    .join("\n");
};

/** "on a container with podman 4.3". */
const onPlanned = ({ variant }: DrillPlan): string =>
  `on ${onKind(variant.kind)}${withVersions(variant.asked)}`;

const drillLines = (plan: DrillPlan, shownPath: (path: string) => string): string[] => {
  const { procedures, skipped, folders, flags, page, variant, whyMachines } = plan;
  const drilled = drilledProcedures(plan);
  const leftOut = withoutWords(plan);
  const told = (name: string, ...texts: readonly string[]): string[] =>
    texts.map((text) => `${name.padEnd(10)}  ${text}`);
  return [
    ...told("kind", ...(variant.whyKind === undefined ? [] : [variant.whyKind])),
    ...told("machines", ...(whyMachines === undefined ? [] : [`${machineKindsOf(plan)}: ${whyMachines}`])),
    ...told("skipped", ...(skipped === undefined ? [] : [skipped])),
    ...told("procedures", ...(drilled.length === 0 ? [] : [drilled.join(", ")])),
    ...told("skipped", ...procedures.flatMap((one) => (one.skipped ? `${one.id}: ${one.skipped}` : []))),
    ...told("left out", ...(leftOut.length === 0 ? [] : [leftOut.join(", ")])),
    ...told("flags", Object.entries(flags).map(flagWords).join(", ")),
    ...told("page", shownPath(join(folders.runbooks, `${page}.md`))),
    ...told("report", shownPath(join(folders.reports, "…", folders.own))),
  ];
};

/** "rift on a VM". */
const machineKindsOf = ({ machines }: DrillPlan): string =>
  Object.entries(machines)
    .map(([name, kind]) => `${name} on ${onKind(kind)}`)
    .join(", ");

const flagWords = ([name, value]: readonly [string, string | boolean]): string => {
  if (typeof value === "string") return `${name} ${value}`;
  return value ? name : `no ${name}`;
};

/** What drills of this page do, phase by phase; the addresses are the rig's. */
export const renderScenarioPlan = (plan: DrillPlan): string => {
  const { scenario: whole, procedures } = plan;
  const chosen = procedures.map(({ id }) => [id, whole.procedures[id]]);
  const scenario: Scenario = { ...whole, procedures: Object.fromEntries(chosen) };
  const resolve = rigAddresses(scenario);
  const ids = Object.keys(scenario.procedures);
  const lines = [
    `${scenario.id}: ${scenario.title}`,
    scenario.summary,
    `Source: ${scenario.source}`,
    "",
    ids.length === 1
      ? `The procedure ${ids[0]} runs on machines of its own, through all phases.`
      : `Each of the ${ids.length} procedures (${ids.join(", ")}) runs on machines of its own, through all phases; where machines can be saved, all start from the same faulted machines.`,
    ...notOnLines(scenario).map((line) => `Not ${line}`),
    ...(scenario.alone === undefined ? [] : [`No other drill runs beside it: ${scenario.alone}`]),
    ...ownPartsLines(plan),
    ...section("rig", scenario.rig.machines.map(machineText)),
    ...phases.flatMap(({ plan }) => plan(scenario)).flatMap((part) => sectionLines(part, resolve)),
    ...section("sampled every 100 ms", itemLines(scenario.rig.samples, resolve)),
    ...scenario.reference.flatMap((one) =>
      section(`reference: ${one.title}`, fill(one.text, resolve).trimEnd().split("\n")),
    ),
  ];
  return `${visible(lines.join("\n"))}\n`;
};

const notOnLines = (one: Pick<Scenario, "notOn" | "notWith">): string[] =>
  [...notOnReasons(one), ...notWithReasons(one)].map(([where, reason]) => `${where}: ${reason}`);

const ownPartsLines = ({ scenario: { id }, page, pageVersions, differsWith }: DrillPlan): string[] => [
  ...(page === id ? [] : [`This is the plan${withVersions(pageVersions)}.`]),
  ...differsWith.map(
    (other) =>
      `With ${versionWords(other)}, parts of it differ: ${scenarioCommand(["plan", id], versionFlags(other))}`,
  ),
];

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
  ...otherwiseLines(step, resolve),
];

const otherwiseLines = ({ otherwise }: Step, resolve: ResolveAddress): string[] => {
  if (otherwise === undefined) return [];
  const { look, undo, goOnAt, take, last } = otherwise;
  return [
    `     otherwise:${look === undefined ? "" : ` ${look}`}`,
    ...undo.flatMap((action) => commandLines(action, "       undo: ", resolve)),
    ...(goOnAt === undefined ? [] : [`       go on at: ${goOnAt}`]),
    ...(take === undefined ? [] : [`       take: ${take}`]),
    ...(last === true ? ["       nothing else helps"] : []),
  ];
};

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
