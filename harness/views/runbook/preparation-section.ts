import type { RootContent } from "mdast";
import type { Action } from "../../scenario/action.ts";
import { type Check, isShown } from "../../scenario/check.ts";
import { recoveriesOf } from "../../scenario/must-fail.ts";
import type { Probe } from "../../scenario/probe.ts";
import { packageOf, requirementsOf, toolsOf } from "../../scenario/requirements.ts";
import { placeholdersIn } from "../../scenario/text.ts";
import { isOperators, userOf } from "../../scenario/user-of.ts";
import { actionsOf, checksOf } from "../../scenario/walk.ts";
import { expectationOf } from "../expectation.ts";
import { standInFor } from "./addresses.ts";
import { becomingByProfile } from "./becoming.ts";
import {
  bullets,
  code,
  heading,
  type Inline,
  inlineCode,
  link,
  paragraph,
  phrase,
  prose,
  strong,
  table,
  textsIn,
} from "./markdown.ts";
import { nextRun, procedureLink } from "./next-procedure.ts";
import { contextOf, type Page } from "./page.ts";
import { calledOn, commandBlock, isShort, operator, typed, typist } from "./typing.ts";

/** Whether the page names this real address, or what stands for it. */
type IsNamed = (address: string) => boolean;

/**
 * What must not be done, who and where one must be, and what must be there and hold before the first step. `others`: all
 * other sections; it tells of the addresses that are named there.
 */
export const preparationSection = (page: Page, others: readonly RootContent[]): RootContent[] => {
  const becomes =
    page.platform === undefined ? accounts(page).flatMap(becoming) : becomingByProfile(page, typedBy(page));
  const own = [...ownLogin(page), ...becomes, ...words(page), ...preconditions(page)];
  const text = page.addresses.inText([...others, ...own].flatMap(textsIn).join("\n"));
  return [
    heading(3, beforeTitle),
    paragraph(...whereWords(page, (address) => text.includes(address))),
    ...own,
  ];
};

const beforeTitle = "Before step 1";
export const beforeLink = "#before-step-1";

const whereWords = (page: Page, isNamed: IsNamed): Inline[] => {
  const typedOn = new Set(typedBy(page).map(({ machine }) => machine));
  const machines = page.scenario.rig.machines.map(({ name }) => name).filter((name) => typedOn.has(name));
  const many = machines.length > 1;
  return [
    page.platform === undefined ? "Log in as root on " : "Log in on ",
    ...machines.flatMap((name, index): Inline[] => [
      ...(index === 0 ? [] : [index === machines.length - 1 ? " and " : ", "]),
      calledOn(page, name)[1] ?? strong(name),
    ]),
    ...(page.platform === undefined ? [] : byAddress(page, machines)),
    many ? ". Each command names its machine. " : ". ",
    ...addressWords(page, isNamed),
  ];
};

/** A machine of the internet is a stand-in for what is not the platform's. */
const byAddress = ({ scenario, inventory }: Page, machines: readonly string[]): string[] => {
  const reached = scenario.rig.machines
    .filter(({ name }) => machines.includes(name))
    .flatMap(({ name, addresses }) => {
      const real = Object.keys(addresses)
        .filter((network) => !network.startsWith(name))
        .flatMap((network) => inventory[name]?.[network] ?? []);
      return real.length === 0 ? [] : [`${name} ${real.join(" or ")}`];
    });
  return reached.length === 0
    ? []
    : [`, by the address where the name does not resolve (${reached.join(", ")})`];
};

const addressWords = ({ scenario, inventory }: Page, isNamed: IsNamed): Inline[] => {
  const all = scenario.rig.machines.flatMap(({ name, addresses }) =>
    Object.keys(addresses).map((network) => ({ name, network, real: inventory[name]?.[network] })),
  );
  const real = all.filter((one) => one.real !== undefined && isNamed(one.real));
  const missing = all.filter((one) => one.real === undefined && isNamed(standInFor(one.name, one.network)));
  const known = real
    // The public resolvers of the network "internet" are no machines of the platform.
    .map(({ name, network, real: address }) =>
      network.startsWith(name) ? `${address}` : `${name} ${network} ${address}`,
    )
    .join(", ");
  return [
    ...(real.length === 0
      ? []
      : [`The addresses on this page are the real ones (${known}); the drill itself used none of them. `]),
    ...(missing.length === 0
      ? []
      : [
          "The inventory has no address for these; replace them with your own: ",
          ...missing.flatMap(({ name, network }, index): Inline[] => [
            ...(index === 0 ? [] : [", "]),
            inlineCode(standInFor(name, network)),
          ]),
          ".",
        ]),
  ];
};

/** What the drill did to see that the recovery lasts is no step of the reader's. */
const isOfEndurance = (where: string): boolean => /^(?:procedure [^›]+ › )?endurance\b/.test(where);

/** Everything that the reader is told to type, which is nothing of what must fail. */
const typedBy = (page: Page): readonly (Action | Probe)[] => {
  const scenario = { ...page.scenario, procedures: recoveriesOf(page.scenario.procedures) };
  const named = [
    ...actionsOf(scenario),
    ...shownChecks(scenario).map(({ where, value }) => ({ where, value: value.probe })),
  ]
    .filter(
      ({ where }) => /^(procedure|preconditions|symptoms|checklist)/.test(where) && !isOfEndurance(where),
    )
    .map(({ value }) => value);
  // The scenario does not name the checks of the tools.
  return [...named, ...heldBefore(page).map(({ probe }) => probe)];
};

const shownChecks = (scenario: Page["scenario"]) => checksOf(scenario).filter(({ value }) => isShown(value));

/** What the reader must know of the platform's words that the page has. */
const words = (page: Page): RootContent[] => {
  const names = new Set(
    placeholdersIn(typedBy(page)).flatMap((one) => (one.kind === "word" ? [one.name] : [])),
  );
  return [...names].flatMap((name) => {
    const note = page.platform?.words[name]?.note;
    return note === undefined ? [] : [paragraph(...prose(note))];
  });
};

/** The accounts other than root whose commands the page has. */
const accounts = (page: Page): string[] => {
  const users = typedBy(page).map(userOf);
  return [...new Set(users)].filter((user) => user !== "root");
};

const becoming = (user: string): RootContent[] => [
  paragraph(
    "Run the commands marked ",
    strong(user),
    " as that account. To change to it from a root shell (",
    inlineCode("exit"),
    " returns to root):",
  ),
  code("sh", `su --shell /bin/sh ${user}\ncd && export XDG_RUNTIME_DIR=/run/user/$(id -u)`),
];

const ownLogin = (page: Page): RootContent[] =>
  page.platform !== undefined && typedBy(page).some(isOperators)
    ? [paragraph("Type the commands marked ", strong(operator), " in your own login.")]
    : [];

/** What must be there and hold before the first step of the recommended procedure. */
export const heldBefore = ({ scenario, runs: [{ procedure }] }: Page): Check[] =>
  [...requirementsOf(scenario, procedure), ...scenario.preconditions].filter(isShown);

/** Commands that get packages on a system; on NixOS for one shell. Source: nix-shell(1), apt-get(8). */
const getting = { Debian: "apt-get install", NixOS: "nix-shell --packages" } as const;

/** Where a tool comes from that is missing, so that its check is no dead end. */
const missingTools = (page: Page): RootContent[] => {
  const { platform, scenario, runs } = page;
  return [...toolsOf(scenario, runs[0].procedure)].flatMap(([name, tools]) => {
    const system = platform?.machines[name]?.system;
    if (system === undefined) return [];
    const packages = [...new Set(tools.map((tool) => packageOf(tool, system)))];
    return [
      paragraph(
        "Where a tool is missing on ",
        strong(platform?.machines[name]?.called ?? name),
        ": ",
        inlineCode(`${getting[system]} ${packages.join(" ")}`),
        ", in each shell that lacks it. It is fetched from the internet, so names must resolve there: where they do not, leave out the checks that use the tool.",
      ),
    ];
  });
};

const preconditions = (page: Page): RootContent[] => {
  const checks = heldBefore(page);
  if (checks.length === 0) return [];
  const rows = checks.map((check): Inline[][] => {
    const command = typed(page, check.probe);
    const shown = isShort(page, command) ? [inlineCode(command)] : ["below the table"];
    const who = typist(page, check.probe);
    return [
      prose(titleOn(page, check)),
      who.length === 0 ? shown : [...who, ": ", ...shown],
      phrase(expectationOf(check, contextOf(page, check))),
    ];
  });
  const long = checks.filter((check) => !isShort(page, typed(page, check.probe)));
  return [
    table([[["must hold"], ["command"], ["expected"]], ...rows]),
    ...missingTools(page),
    ...long.flatMap((check) => [
      paragraph(...prose(titleOn(page, check)), ":"),
      ...commandBlock(page, check.probe),
    ]),
    ...notHeld(page, checks),
  ];
};

/** What this procedure alone needs, another one does without. */
const requiredWords = (page: Page): Inline[] => {
  const [best] = page.runs;
  const next = nextRun(page, best, 0);
  const required = (best.procedure.requires ?? []).filter(isShown);
  if (next === undefined || required.length === 0) return [];
  return [
    " Where only this does not hold, take ",
    procedureLink(page, best, next),
    ": ",
    ...required.flatMap(({ title }, index): Inline[] => [index === 0 ? "" : "; ", ...prose(title)]),
    ".",
  ];
};

const whatHelps = (isTold: boolean, isTool: boolean): string => {
  const forTool = isTool ? "for a tool do what stands above" : "";
  if (!isTold) return isTool ? `${forTool}. For anything else ` : "";
  return `${isTool ? `${forTool}, for anything else` : "do"} what this list says. Where that does not help, `;
};

/** With what the page calls the machine, where a title ends with its name. */
const titleOn = ({ platform }: Page, { title, probe: { machine: name } }: Check): string => {
  const called = platform?.machines[name]?.called;
  const end = ` on ${name}`;
  return called !== undefined && title.endsWith(end) ? `${title.slice(0, -name.length)}${called}` : title;
};

/** So that what must hold is no dead end, either. */
const notHeld = (page: Page, checks: readonly Check[]): RootContent[] => {
  if (page.platform === undefined) return [];
  const isTool = checks.some(
    ({ probe }) => probe.kind === "command" && typed(page, probe).includes("command -v"),
  );
  const told = checks.flatMap(({ title, orElse }) =>
    orElse === undefined ? [] : [[...prose(title), ": ", ...prose(orElse)]],
  );
  return [
    paragraph(
      strong("If one does not hold:"),
      ` ${whatHelps(told.length > 0, isTool)}this page is not enough: find what you see in `,
      link("the index", "README.md"),
      ".",
      ...requiredWords(page),
      ...(isTool ? [" Where a missing tool cannot be fetched, leave out the checks that use it."] : []),
    ),
    ...(told.length === 0 ? [] : [bullets(told)]),
  ];
};
