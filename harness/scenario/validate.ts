import { ScenarioError } from "../errors.ts";
import { releaseNames, usualReleaseName } from "../variants/releases.ts";
import { releasesAlone, usualVersions, type Variants, versionsIn } from "../variants/variants.ts";
import { type Versions, versionWords } from "../variants/versions.ts";
import { actionDefinition } from "./action.ts";
import { claimProblems } from "./claim-problems.ts";
import { kindProblems, reasonShapeProblems } from "./kind-problems.ts";
import { matchVersionProblems } from "./match-problems.ts";
import { mustFailProblems } from "./must-fail-problems.ts";
import { otherwiseProblems } from "./otherwise-problems.ts";
import { platformProblems } from "./platform-problems.ts";
import type { PlatformProfile } from "./platform-profile.ts";
import { probeDefinition, sampledNames } from "./probe.ts";
import { referenceProblems } from "./reference.ts";
import { rigProblems } from "./rig-problems.ts";
import { ownVersions, type Procedure, type Scenario, scenarioWith } from "./scenario.ts";
import { sectionProblems } from "./section-problems.ts";
import { duplicates, empty, stepProblems } from "./step-problems.ts";
import { tellsApartProblems } from "./tells-apart.ts";
import { addressesIn } from "./text.ts";
import { titleProblems } from "./title-problems.ts";
import { userOf } from "./user-of.ts";
import { ownPartsProblems } from "./version-problems.ts";
import { actionsOf, checksOf } from "./walk.ts";

/** What a project has that its scenarios name. */
export type ProjectWords = {
  readonly variants: Variants;
  readonly platform?: PlatformProfile | undefined;
};

/**
 * Everything that is wrong with the scenario in a project with these variants and this platform, one sentence each, in
 * the order of its file.
 */
export const problemsOf = (
  scenario: Scenario,
  variants: Variants = releasesAlone,
  platform?: PlatformProfile,
): string[] => {
  const project: ProjectWords = { variants, platform };
  const shapes = ownPartsProblems(scenario.with, variants);
  if (shapes.length > 0) return shapes;
  return [
    ...problemsOfUsual(scenarioWith(scenario, usualVersions(variants)), project),
    ...releaseNames
      .filter((release) => release !== usualReleaseName)
      .map((release) => versionsIn(variants, release))
      .flatMap((versions) => problemsWith(scenario, versions, project)),
  ];
};

/** Claims name parts of the usual scenario: a version's own parts need not have them. */
const problemsOfUsual = (scenario: Scenario, project: ProjectWords): string[] => {
  const problems = problemsOfOne(scenario, project);
  return problems.length > 0 ? problems : claimProblems(scenario);
};

/** What is wrong with the parts that the scenario has with these versions alone. */
const problemsWith = (scenario: Scenario, versions: Versions, project: ProjectWords): string[] => {
  const own = versionWords(ownVersions(scenario, versions));
  if (own === "") return [];
  const there = scenarioWith(scenario, versions);
  return [...problemsOfOne(there, project), ...otherProcedures(scenario, there)].map(
    (problem) => `with ${own}: ${problem}`,
  );
};

/** A command line names procedures for all versions at once. */
const otherProcedures = (...scenarios: readonly [usual: Scenario, own: Scenario]): string[] => {
  const [usual, own] = scenarios.map(({ procedures }) =>
    Object.keys(procedures ?? {})
      .toSorted()
      .join(", "),
  );
  return usual === own
    ? []
    : [`procedures: are not the usual ones (${usual}); one that cannot be carried out says so with notWith`];
};

const problemsOfOne = (scenario: Scenario, { variants, platform }: ProjectWords): string[] => {
  const shapes = shapeProblems(scenario, variants);
  if (shapes.length > 0) return shapes;
  return [
    ...contentProblems(scenario, variants),
    ...(platform === undefined ? [] : platformProblems(scenario, platform)),
  ];
};

const texts = ["id", "title", "source", "summary"] as const;
const lists = [
  "tags",
  "steady",
  "fault",
  "breaks",
  "symptoms",
  "preconditions",
  "checklist",
  "endurance",
  "losses",
  "never",
  "reference",
] as const;
const known: readonly string[] = [
  ...[...texts, ...lists, "rig", "procedures", "sections"],
  ...["notOn", "notWith", "with", "tellsApart", "claims", "alone", "anySymptom"],
];

/** Parts of before, and what to write in their place. */
const instead: Readonly<Record<string, string>> = {
  withPodman: 'write with: { podman: { "4.3": { … } } }',
};

const isRecord = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Node runs a scenario without looking at its types, so what a type check would find is found here, too. */
const shapeProblems = (scenario: Scenario, variants: Variants): string[] => [
  ...Object.keys(scenario)
    .filter((key) => !known.includes(key))
    .map((key) => `${key}: a scenario has no such part (${instead[key] ?? `it has ${known.join(", ")}`})`),
  ...texts.filter((key) => typeof scenario[key] !== "string").map((key) => `${key}: is not a text`),
  ...lists.filter((key) => !Array.isArray(scenario[key])).map((key) => `${key}: is not a list`),
  ...(isRecord(scenario.rig)
    ? (["networks", "machines", "setup", "samples"] as const)
        .filter((key) => !Array.isArray(scenario.rig[key]))
        .map((key) => `rig.${key}: is not a list`)
    : ["rig: is missing"]),
  ...(isRecord(scenario.procedures)
    ? Object.entries(scenario.procedures).flatMap(procedureShapeProblems)
    : ["procedures: is missing"]),
  ...(["tags", "never"] as const).flatMap((key) => itemsThatAreNoText(key, scenario[key])),
  ...reasonShapeProblems(scenario, variants),
  ...(Array.isArray(scenario.sections ?? []) ? [] : ["sections: is not a list"]),
  ...aloneProblems(scenario.alone),
  ...(["steady", "breaks", "symptoms", "preconditions", "checklist"] as const).flatMap((key) =>
    itemsThatAreNot("check", key, scenario[key]),
  ),
  ...(["fault", "endurance"] as const).flatMap((key) => itemsThatAreNot("step", key, scenario[key])),
];

const aloneProblems = (alone: unknown): string[] =>
  alone === undefined || (typeof alone === "string" && alone.trim() !== "") ? [] : ["alone: gives no reason"];

const procedureShapeProblems = ([id, one]: readonly [string, Procedure]): string[] =>
  isRecord(one)
    ? [
        ...(["steps", "endurance"] as const).flatMap((key) =>
          Array.isArray(one[key])
            ? itemsThatAreNot("step", `procedure ${id} › ${key}`, one[key])
            : [`procedure ${id}: ${key} is not a list`],
        ),
        ...(Array.isArray(one.requires ?? [])
          ? itemsThatAreNot("check", `procedure ${id} › requires`, one.requires)
          : [`procedure ${id}: requires is not a list`]),
      ]
    : [`procedure ${id}: is not a procedure; write procedure({ … })`];

const itemsThatAreNot = (kind: "check" | "step", key: string, items: unknown): string[] =>
  !Array.isArray(items)
    ? []
    : items.flatMap((item, index) =>
        (item as { kind?: unknown } | null | undefined)?.kind === kind
          ? []
          : [`${key} › ${kind} ${index + 1}: is not a ${kind}; write ${kind}("…", …)`],
      );

const itemsThatAreNoText = (key: string, items: unknown): string[] =>
  !Array.isArray(items)
    ? []
    : items.flatMap((item, index) =>
        typeof item === "string" ? [] : [`${key} › ${index + 1}: is not a text`],
      );

const contentProblems = (scenario: Scenario, variants: Variants): string[] => [
  ...wordProblems(scenario),
  ...missingParts(scenario),
  ...kindProblems(scenario, variants),
  ...rigProblems(scenario),
  ...stepProblems(scenario),
  ...titleProblems(scenario),
  ...placeProblems(scenario),
  ...matchVersionProblems(scenario, variants),
  ...sampleProblems(scenario),
  ...lossProblems(scenario),
  ...mustFailProblems(scenario),
  ...otherwiseProblems(scenario),
  ...(scenario.tellsApart === undefined ? [] : tellsApartProblems(scenario.tellsApart, scenario.symptoms)),
  ...sectionProblems(scenario),
  ...referenceProblems(scenario.reference, (machine, network) =>
    scenario.rig.machines.some((one) => one.name === machine && one.addresses[network] !== undefined),
  ),
];

const wordProblems = (scenario: Scenario): string[] => [
  ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(scenario.id) ? [] : [`id: "${scenario.id}" is not in kebab-case`]),
  ...(["title", "source", "summary"] as const)
    .filter((key) => empty(scenario[key]))
    .map((key) => `${key}: is empty`),
];

const missingParts = (scenario: Scenario): string[] => [
  ...(["steady", "fault", "symptoms", "checklist"] as const)
    .filter((key) => scenario[key].length === 0)
    .map((key) => `${key}: is empty; a drill that asserts nothing proves nothing`),
  ...(Object.keys(scenario.procedures).length === 0 ? ["procedures: there is none"] : []),
  ...Object.keys(scenario.procedures)
    .filter((id) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(id))
    .map(
      (id) =>
        `procedure ${JSON.stringify(id)}: is no name; write small letters and digits, with hyphens between words`,
    ),
  ...Object.entries(scenario.procedures)
    .filter(([, procedure]) => procedure.steps.length === 0)
    .map(([id]) => `procedure ${id}: has no steps`),
];

const placeProblems = (scenario: Scenario): string[] => {
  const machines = new Map(scenario.rig.machines.map((machine) => [machine.name, machine]));
  const places = [
    ...actionsOf(scenario),
    ...checksOf(scenario).map(({ where, value }) => ({ where, value: value.probe })),
  ];
  return places.flatMap(({ where, value }) => {
    const machine = machines.get(value.machine);
    if (!machine) {
      return [
        `${where}: there is no machine "${value.machine}" in the rig (it has ${[...machines.keys()].join(", ")})`,
      ];
    }
    const users = ["root", ...machine.users];
    const place = where.includes("› provision") ? "provision" : "step";
    const wrong = "expect" in value ? undefined : actionDefinition(value.kind).problem?.(value, place);
    const user = userOf(value);
    const unknown = users.includes(user)
      ? []
      : [`${where}: machine ${machine.name} has no user "${user}" (it has ${users.join(", ")})`];
    const addresses = addressesIn(value)
      .filter((ref) => machines.get(ref.machine)?.addresses[ref.network] === undefined)
      .map((ref) => `${where}: machine "${ref.machine}" has no address on network "${ref.network}"`);
    return [...(wrong === undefined ? [] : [`${where}: ${wrong}`]), ...unknown, ...addresses];
  });
};

const sampleProblems = (scenario: Scenario): string[] =>
  scenario.rig.samples.flatMap(({ title, probe }) => {
    const { sampling } = probeDefinition(probe.kind);
    return typeof sampling === "string"
      ? [`rig samples: "${title}" ${sampling}; only ${sampledNames.join(" and ")} checks can be sampled`]
      : [];
  });

const lossProblems = (scenario: Scenario): string[] => {
  const ids = scenario.losses.map((loss) => loss.id);
  return [
    ...duplicates(ids).map((id) => `losses: two are named "${id}"`),
    ...Object.entries(scenario.procedures).flatMap(([name, procedure]) =>
      Object.keys(procedure.loses)
        .filter((id) => !ids.includes(id))
        .map(
          (id) =>
            `procedure ${name}: loses "${id}", which is not one of the scenario's losses (${ids.join(", ") || "it has none"})`,
        ),
    ),
  ];
};

/** `project`: what it has that scenarios name; `file` is named in the message. @throws ScenarioError that lists everything that is wrong with it */
export const assertValid = (
  scenario: Scenario,
  project: ProjectWords = { variants: releasesAlone },
  file = `scenarios/${scenario.id}.ts`,
): void => {
  const problems = problemsOrMissing(scenario, project);
  if (problems.length === 0) return;
  throw new ScenarioError(`the scenario ${scenario.id} is not valid`, {
    where: file,
    got: problems.map((problem) => `- ${problem}`).join("\n"),
    next: "correct the file; docs/writing-a-scenario.md explains each part",
  });
};

/** Deeper inside, a missing part shows as a TypeError of ours: that, too, is the scenario's fault. */
const problemsOrMissing = (scenario: Scenario, { variants, platform }: ProjectWords): string[] => {
  try {
    return problemsOf(scenario, variants, platform);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return [`a part is missing or has a wrong type (${error.message}); the compiler (tsc) names the line`];
  }
};
