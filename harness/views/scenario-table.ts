import type { Scenario } from "#harness/scenario/scenario.ts";
import { oneLine } from "./visible.ts";
import { cutTo, padTo, widthOf } from "./width.ts";

/** The scenarios, one a line, with the procedures of each. */
export const renderScenarioTable = (scenarios: readonly Scenario[], columns = 110): string => {
  if (scenarios.length === 0) return "There is no scenario yet: see docs/writing-a-scenario.md.\n";
  const rows = scenarios.map(
    (one) => [one.id, Object.keys(one.procedures).join(", "), oneLine(one.title)] as const,
  );
  const head = ["scenario", "procedures", "incident"] as const;
  const width = (index: 0 | 1): number => Math.max(...[head, ...rows].map((row) => widthOf(row[index])));
  const widths = [width(0), width(1)] as const;
  const line = ([id, procedures, title]: readonly [string, string, string]): string =>
    cutTo(`  ${padTo(id, widths[0])}  ${padTo(procedures, widths[1])}  ${title}`.trimEnd(), columns);
  const next = "Run one: npm run drill SCENARIO    See what it does first: npm run drill plan SCENARIO";
  return `${[line(head), ...rows.map(line), "", `  ${next}`].join("\n")}\n`;
};
