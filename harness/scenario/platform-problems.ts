import { isShown } from "./check.ts";
import { lastingOn } from "./lasting.ts";
import type { PlatformProfile } from "./platform-profile.ts";
import type { Scenario } from "./scenario.ts";
import { isPlaceholder, placeholdersIn } from "./text.ts";
import { isOperators, userOf } from "./user-of.ts";
import { actionsOf, checksOf, type Found, stepsOf } from "./walk.ts";
import { wholePath } from "./whole-path.ts";

/** What the reader of the page types or reads; neither the rig's set-up nor the fault. */
const isOnPage = (where: string): boolean =>
  /^(preconditions|symptoms|checklist|endurance|procedure)\b/.test(where);

/** The texts of the page around its commands. */
const textsOf = (scenario: Scenario): Found<unknown>[] => [
  ...(["title", "summary", "never", "reference", "tellsApart"] as const).map((key) => ({
    where: key,
    value: scenario[key],
  })),
  ...Object.entries(scenario.procedures).map(([id, { title, summary, loses, mustFail }]) => ({
    where: `procedure ${id}`,
    value: { title, summary, loses, because: mustFail?.because },
  })),
  ...stepsOf(scenario)
    .filter(({ where }) => isOnPage(where))
    .map(({ where, value: { title, why, onThePlatform, lasting } }) => ({
      where,
      value: { title, why, onThePlatform, lasting },
    })),
];

/** The actions and checks of the page. */
const typedIn = (scenario: Scenario): Found<object & { readonly machine: string }>[] =>
  [
    ...actionsOf(scenario),
    ...checksOf(scenario)
      .filter(({ value }) => isShown(value))
      .map(({ where, value }) => ({ where, value: value.probe })),
  ].filter(({ where }) => isOnPage(where));

/**
 * What the page of the scenario needs and the platform's profile does not have, one sentence each with its place.
 */
export const platformProblems = (scenario: Scenario, profile: PlatformProfile): string[] => [
  ...wordProblems(scenario, profile),
  ...firewallProblems(scenario, profile),
  ...accountProblems(scenario, profile),
  ...lastingProblems(scenario, profile),
  ...missingProblems(scenario, profile),
];

const wordProblems = (scenario: Scenario, { words }: PlatformProfile): string[] =>
  [...typedIn(scenario), ...textsOf(scenario)].flatMap(({ where, value }) =>
    placeholdersIn(value).flatMap((one) => {
      if (one.kind !== "word") return [];
      const pair = Object.hasOwn(words, one.name) ? words[one.name] : undefined;
      if (pair === undefined) return [`${where}: the platform's profile has no word "${one.name}"`];
      return pair.platform === undefined
        ? [
            `${where}: the platform's profile has no text of the platform for "${one.name}"; the page cannot be written`,
          ]
        : [];
    }),
  );

const firewallProblems = (scenario: Scenario, { machines }: PlatformProfile): string[] =>
  typedIn(scenario).flatMap(({ where, value }) =>
    placeholdersIn(value).flatMap((one) =>
      one.kind === "firewall" && machines[one.machine]?.firewall === undefined
        ? [`${where}: the platform's profile does not say which firewall ${one.machine} has`]
        : [],
    ),
  );

const accountProblems = (scenario: Scenario, { machines }: PlatformProfile): string[] => {
  const problems = typedIn(scenario).flatMap(({ where, value }) => {
    const machine = Object.hasOwn(machines, value.machine) ? machines[value.machine] : undefined;
    if (machine === undefined) return [`${where}: the platform's profile has no machine "${value.machine}"`];
    const user = userOf(value);
    return isOperators(value) || Object.hasOwn(machine.accounts, user)
      ? []
      : [`${where}: the platform's profile does not say how one becomes ${user} on ${value.machine}`];
  });
  return problems;
};

const lastingProblems = (scenario: Scenario, { machines }: PlatformProfile): string[] =>
  stepsOf(scenario)
    .filter(({ where }) => isOnPage(where))
    .flatMap(({ where, value: { lasting, run } }) => {
      const [first] = run;
      const system = first && machines[first.machine]?.system;
      if (lasting === undefined || system === undefined) return [];
      return lastingOn(lasting, system) === undefined && lasting.byHand === undefined
        ? [`${where}: lasting says nothing of ${system}, which ${first?.machine} has`]
        : [];
    });

/** The text of a value, as its page has it: of what differs, the platform's. */
const textOf = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([key]) => !ofTheRig(value).includes(key))
    .map(([, part]) => textOf(part))
    .join(Array.isArray(value) ? "" : "\n");
};

/** The fields that a page does not print. */
const ofTheRig = (value: object): readonly string[] => {
  if ("typed" in value && value.typed !== undefined)
    return ["script", "stdin", "cwd", "env", "path", "content"];
  return isPlaceholder(value) && value.kind !== "address" ? ["rig", "name"] : [];
};

/** A procedure may use a command that the platform does not have only where it says so. */
const missingProblems = (scenario: Scenario, { missing }: PlatformProfile): string[] =>
  typedIn(scenario)
    // What the drill did to see that the recovery lasts is typed by no reader.
    .filter(({ where }) => !/\bendurance\b/.test(where))
    .flatMap(({ where, value }) => {
      const [, id = ""] = /^procedure ([^ ]+)/.exec(where) ?? [];
      const procedure = scenario.procedures[id];
      if (procedure?.mustFail !== undefined) return [];
      const needs = procedure?.needs ?? "";
      const text = textOf(value);
      return Object.entries(missing)
        .filter(([command]) => text.includes(command) && !needs.includes(command))
        .map(
          ([command, reason]) =>
            `${where}: uses "${command}", which the platform does not have (${reason}); write typedAs(…), or needs of the procedure`,
        );
    });

/** Source: RFC 5737. */
const documentationAddress = /(?<![0-9.])(?:192\.0\.2|198\.51\.100|203\.0\.113)\.[0-9]{1,3}(?![0-9])/g;

/** Texts of the page that only the rig has, one sentence each with its place: words that the profile has, and addresses. */
export const rigTextProblems = (scenario: Scenario, { words, rigOnly }: PlatformProfile): string[] => {
  const differing = Object.entries(words).filter(([, { rig, platform }]) => rig !== platform);
  const wanted = [
    ...differing.map(([name, { rig }]) => ({
      pattern: wholePath(rig),
      text: rig,
      next: `write word("${name}")`,
    })),
    ...rigOnly.map((text) => ({
      pattern: wholePath(text),
      text,
      next: "only rigs have it; write typedAs(…) with the platform's command",
    })),
  ];
  const others = Object.keys(scenario.rig.otherAddresses ?? {});
  return [...typedIn(scenario), ...textsOf(scenario)].flatMap(({ where, value }) => {
    // A pattern escapes its signs.
    const text = textOf(value).replaceAll(/\\(.)/g, "$1");
    const addresses = [...new Set(text.match(documentationAddress) ?? [])].filter(
      (one) => !others.includes(one),
    );
    return [
      ...wanted
        .filter(({ pattern }) => pattern.test(text))
        .map((one) => `${where}: has the rig's ${one.text}; ${one.next}`),
      ...addresses.map((one) => `${where}: has the rig's address ${one}; write the machine's address`),
    ];
  });
};
