import type { Action } from "./action.ts";
import { type Check, check, isShown } from "./check.ts";
import { commandLine } from "./command-line.ts";
import { machine } from "./machine.ts";
import type { PlatformMachine } from "./platform-profile.ts";
import type { Probe } from "./probe.ts";
import type { Procedure, Scenario } from "./scenario.ts";
import { inRig } from "./text.ts";

type Packages = Readonly<Record<PlatformMachine["system"], string>>;

/** Programs that a machine may lack although its operating system is whole, and the packages that have them. */
const tools: Readonly<Record<string, Packages>> = {
  conntrack: { Debian: "conntrack", NixOS: "conntrack-tools" },
  curl: { Debian: "curl", NixOS: "curl" },
  dig: { Debian: "bind9-dnsutils", NixOS: "dnsutils" },
  git: { Debian: "git", NixOS: "git" },
  jq: { Debian: "jq", NixOS: "jq" },
  nft: { Debian: "nftables", NixOS: "nftables" },
  nsenter: { Debian: "util-linux", NixOS: "util-linux" },
  openssl: { Debian: "openssl", NixOS: "openssl" },
  podman: { Debian: "podman", NixOS: "podman" },
  psql: { Debian: "postgresql-client", NixOS: "postgresql" },
  resolvectl: { Debian: "systemd-resolved", NixOS: "systemd" },
  skopeo: { Debian: "skopeo", NixOS: "skopeo" },
  sqlite3: { Debian: "sqlite3", NixOS: "sqlite" },
  tcpdump: { Debian: "tcpdump", NixOS: "tcpdump" },
  ufw: { Debian: "ufw", NixOS: "ufw" },
};

type Parts = Pick<Procedure, "steps" | "requires">;
type Looked = Pick<Scenario, "symptoms" | "preconditions" | "checklist">;

/**
 * What must be there before the first step of a procedure: what it names itself, such as a copy, and on each machine the
 * tools of its commands and of the checks before and after them.
 */
export const requirementsOf = (scenario: Looked, procedure: Parts): Check[] => [
  ...[...toolsOf(scenario, procedure)].map(([name, needed]) => toolsCheck(name, needed)),
  ...(procedure.requires ?? []),
];

/** The tools of all that a page tells its reader to type for a procedure, by machine; none has an empty list. */
export const toolsOf = (
  { symptoms, preconditions, checklist }: Looked,
  { steps, requires = [] }: Parts,
): ReadonlyMap<string, readonly string[]> => {
  const checks = [
    ...symptoms,
    ...preconditions,
    ...requires,
    ...steps.flatMap(({ verify }) => verify),
    ...checklist,
  ];
  const typed: (Action | Probe)[] = [
    ...steps.flatMap(({ run }) => run),
    ...checks.filter(isShown).map(({ probe }) => probe),
  ];
  const perMachine = Map.groupBy(
    typed.filter((what) => "expect" in what),
    ({ machine: name }) => name,
  );
  return new Map(
    [...perMachine]
      .map(([name, all]) => [name, toolsIn(all)] as const)
      .filter(([, needed]) => needed.length > 0),
  );
};

/** The package of a system that has the tool. */
export const packageOf = (tool: string, system: PlatformMachine["system"]): string =>
  tools[tool]?.[system] ?? tool;

/** Which addresses it has makes no difference to the tools. */
const anyRig = inRig(() => "0");

const toolsIn = (typed: readonly (Action | Probe)[]): string[] => {
  const words = new Set(typed.flatMap((what) => commandWords(commandLine(what, anyRig))));
  return Object.keys(tools).filter((tool) => words.has(tool));
};

const toolsCheck = (name: string, needed: readonly string[]): Check => {
  const { root } = machine(name, { addresses: {} });
  const [only, ...others] = needed;
  if (only !== undefined && others.length === 0) {
    return check(`${only} is on ${name}`, root.sh`command -v ${only}`);
  }
  const script = root.sh`for tool in ${needed}; do if ! command -v "$tool" > /dev/null; then echo "missing: $tool"; fi; done`;
  return check(`the tools of this page are on ${name}`, script.printsNothing());
};

/** The words that stand where a shell expects a command. */
const commandWords = (line: string): string[] =>
  line.match(/(?<=^\s*|[|;&(]\s*|\b(?:do|then|else|exec|doas|sudo|time)\s+)[\w.-]+/gm) ?? [];
