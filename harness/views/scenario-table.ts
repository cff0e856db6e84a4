import { scenarioCommand } from "../invocation.ts";
import { forKind, machineKinds } from "../scenario/machine-kind.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import { oneLine } from "./visible.ts";
import { cutTo, padTo, widthOf } from "./width.ts";

/** What a row is made of; or a row that stands for a file of which no scenario can be read. */
export type ListedScenario =
  | (Pick<Scenario, "id" | "title" | "notOn"> & {
      readonly procedures: Readonly<Record<string, Pick<Procedure, "notOn" | "mustFail">>>;
    })
  | { readonly id: string; readonly broken: string };

const kindsOf = (one: Pick<Scenario, "notOn">) =>
  machineKinds.filter((kind) => forKind(one.notOn ?? {}, kind) === undefined);

/** " (vm only)" where the procedure cannot be carried out on every kind that can show the incident. */
const onlyOn = (scenario: Exclude<ListedScenario, { broken: string }>, id: string): string => {
  const { notOn } = scenario.procedures[id] ?? {};
  const all = kindsOf(scenario);
  const left = all.filter((kind) => forKind(notOn ?? {}, kind) === undefined);
  return left.length === all.length ? "" : ` (${left.join(", ")} only)`;
};

const mustFailMark = (procedure: Pick<Procedure, "mustFail"> | undefined): string =>
  procedure?.mustFail === undefined ? "" : " (must fail)";

type Cells = readonly [id: string, procedures: string, kinds: string, title: string];

const cellsOf = (one: ListedScenario): Cells =>
  "broken" in one
    ? [one.id, "–", "–", `✗ ${oneLine(one.broken)}`]
    : [
        one.id,
        Object.keys(one.procedures)
          .map((id) => `${id}${mustFailMark(one.procedures[id])}${onlyOn(one, id)}`)
          .join(", "),
        kindsOf(one).join(", "),
        oneLine(one.title),
      ];

/** The scenarios, one a line, with the procedures of each and the kinds of machine that can show it. */
export const renderScenarioTable = (scenarios: readonly ListedScenario[], columns = 120): string => {
  if (scenarios.length === 0) return "There is no scenario yet: see docs/writing-a-scenario.md.\n";
  const rows = scenarios.map(cellsOf);
  const head: Cells = ["scenario", "procedures", "machines", "incident"];
  const width = (index: 0 | 1 | 2): number => Math.max(...[head, ...rows].map((row) => widthOf(row[index])));
  const widths = [width(0), width(1), width(2)] as const;
  const line = ([id, procedures, kinds, title]: Cells): string => {
    const cells = [padTo(id, widths[0]), padTo(procedures, widths[1]), padTo(kinds, widths[2]), title];
    return cutTo(`  ${cells.join("  ")}`.trimEnd(), columns);
  };
  const next = `Run one: ${scenarioCommand(["SCENARIO"])}    See what it does first: ${scenarioCommand(["plan", "SCENARIO"])}`;
  return `${[line(head), ...rows.map(line), "", `  ${next}`].join("\n")}\n`;
};
