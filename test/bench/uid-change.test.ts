import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import type { Step } from "#harness/scenario/step.ts";
import { inRig } from "#harness/scenario/text.ts";
import scenario from "../../scenarios/uid-change.ts";

const script = readFileSync(join(import.meta.dirname, "uid-change.sh"), "utf8");

/** The text of one function of the script: it ends with the first line that is a closing brace alone. */
const bodyOf = (name: string): string => {
  const from = script.indexOf(`\n${name}() {\n`);
  expect(from, `the script has a function ${name}`).toBeGreaterThan(0);
  return script.slice(from, script.indexOf("\n}\n", from));
};

const resolve = inRig(
  (ref) => scenario.rig.machines.find(({ name }) => name === ref.machine)?.addresses[ref.network] ?? "",
);

const line = (what: Parameters<typeof commandLine>[0]): string => commandLine(what, resolve);
const ofChecks = (checks: readonly Check[]) => checks.map((one) => line(one.probe));
const ofSteps = (steps: readonly Step[]) =>
  steps.flatMap((step) => [...step.run.map(line), ...ofChecks(step.verify)]);

const [recoveryOf] = ["rewrite-paths"].map((id) => scenario.procedures[id]?.steps ?? []);
const steadyTitles = new Set(scenario.steady.map(({ title }) => title));
const onlyAfter = scenario.checklist.filter(({ title }) => !steadyTitles.has(title));

/** What the drill runs in each phase, by the function of the script that must run it, too. */
const work: Readonly<Record<string, readonly string[]>> = {
  prepare: ofSteps(scenario.rig.setup),
  steady: [...ofChecks(scenario.steady), ...ofChecks(onlyAfter)],
  fault: ofSteps(scenario.fault),
  symptoms: [...ofChecks(scenario.symptoms), ...ofChecks(scenario.checklist)],
  recovery: [...ofChecks(scenario.preconditions), ...ofSteps(recoveryOf ?? [])],
  checklist: ofChecks(scenario.checklist),
  endurance: ofSteps(scenario.endurance),
  losses: scenario.losses.map(({ items }) => line(items)),
};

/** How often a command is written in the text; `2>/dev/null` in it is a matter of the script's own. */
const countOf = (command: string, text: string): number =>
  text.replaceAll(" 2>/dev/null", "").split(command).length - 1;

const rebootLine = "systemctl reboot";

describe.each(Object.entries(work))("the script's %s", (phase, commands) => {
  const body = bodyOf(phase);
  const wanted = new Map<string, number>();
  for (const command of commands) wanted.set(command, (wanted.get(command) ?? 0) + 1);

  it.each([...wanted])("runs `%s` as often as the drill does", (command, times) => {
    const text = command === rebootLine ? body.replaceAll("\n  reboot\n", `\n${rebootLine}\n`) : body;
    expect(countOf(command, text)).toBeGreaterThanOrEqual(times);
  });
});

it("runs its phases in the order of a drill", () => {
  const from = script.lastIndexOf("\nstart_machine\n");
  const main = script.slice(from, script.indexOf("\nlost=", from));
  const called = [...main.matchAll(/^(?:\w+=\$\()?([a-z_]+)(?: \d+\))?$/gm)].map(([, name]) => name);
  expect(called).toEqual([
    ...["start_machine", "prepare", "steady", "losses", "fault", "symptoms"],
    ...["recovery", "checklist", "endurance", "losses"],
  ]);
  expect(bodyOf("endurance")).toContain("\n  checklist");
});
