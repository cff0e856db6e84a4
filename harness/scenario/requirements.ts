import type { Action } from "./action.ts";
import { type Check, check } from "./check.ts";
import { commandLine } from "./command-line.ts";
import { machine } from "./machine.ts";
import type { Probe } from "./probe.ts";
import type { Procedure, Scenario } from "./scenario.ts";
import { inRig } from "./text.ts";

/** Programs that a machine may lack although its operating system is whole. */
const tools = [
  ...["conntrack", "curl", "dig", "git", "jq", "nft", "nsenter", "openssl"],
  ...["podman", "psql", "resolvectl", "skopeo", "sqlite3", "tcpdump", "ufw"],
];

type Parts = Pick<Procedure, "steps" | "requires">;

/**
 * What must be there before the first step of a procedure: what it names itself, such as a copy, and on each machine the
 * tools of its commands and of the checks after them.
 */
export const requirementsOf = (
  { checklist }: Pick<Scenario, "checklist">,
  { steps, requires = [] }: Parts,
): Check[] => {
  const typed: (Action | Probe)[] = [
    ...steps.flatMap(({ run, verify }) => [...run, ...verify.filter(isShown).map(({ probe }) => probe)]),
    ...checklist.filter(isShown).map(({ probe }) => probe),
  ];
  const perMachine = Map.groupBy(
    typed.filter((what) => "expect" in what),
    ({ machine: name }) => name,
  );
  return [...[...perMachine].flatMap(([name, all]) => toolsCheck(name, all)), ...requires];
};

const isShown = ({ drillOnly }: Check): boolean => drillOnly !== true;

/** Which addresses it has makes no difference to the tools. */
const anyRig = inRig(() => "0");

const toolsCheck = (name: string, typed: readonly (Action | Probe)[]): Check[] => {
  const words = new Set(typed.flatMap((what) => commandWords(commandLine(what, anyRig))));
  const needed = tools.filter((tool) => words.has(tool));
  if (needed.length === 0) return [];
  const { root } = machine(name, { addresses: {} });
  const [only, ...others] = needed;
  if (only !== undefined && others.length === 0) {
    return [check(`${only} is on ${name}`, root.sh`command -v ${only}`)];
  }
  const script = root.sh`for tool in ${needed}; do if ! command -v "$tool" > /dev/null; then echo "missing: $tool"; fi; done`;
  return [check(`the tools of this page are on ${name}`, script.printsNothing())];
};

/** The words that stand where a shell expects a command. */
const commandWords = (line: string): string[] =>
  line.match(/(?<=^\s*|[|;&(]\s*|\b(?:do|then|else|exec|doas|sudo|time)\s+)[\w.-]+/gm) ?? [];
