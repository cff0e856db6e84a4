import { expect, it } from "vitest";
import { judge } from "./measurement.ts";
import { renderTable, shownTime } from "./table.ts";

it("shows times with three digits, whatever their size", () => {
  expect([0.5, 1.234, 9.999, 45.67, 99.96, 812.3, 999.6, 9870].map(shownTime)).toEqual([
    "0.50 ms",
    "1.23 ms",
    "10.0 ms",
    "45.7 ms",
    "100 ms",
    "812 ms",
    "1.00 s",
    "9.87 s",
  ]);
});

it("puts one measurement on each line, and says which are over their limit", () => {
  const rows = [
    judge({
      what: "machine ready",
      ours: [1000, 1100],
      theirs: [2000, 2000],
      limit: { kind: "ratio", most: 1 },
    }),
    judge({ what: "one command", ours: [2.5], limit: { kind: "ms", most: 2 } }),
    judge({ what: "rig stop", ours: [300] }),
  ];
  expect(renderTable(rows, { colour: false })).toBe(
    [
      "what           n     ours  theirs  ratio (min–max)    limit",
      "machine ready  2   1.05 s  2.00 s  0.53  (0.50–0.55)  ≤ 1.00     ok",
      "one command    1  2.50 ms                             ≤ 2.00 ms  over",
      "rig stop       1   300 ms",
      "",
    ].join("\n"),
  );
});

it("shows each value in its unit, with a limit or without", () => {
  const rows = [
    judge({ what: "a", ours: [4.25], limit: { kind: "percent", most: 5 } }),
    judge({ what: "b", ours: [12.3], unit: "percent" }),
    judge({ what: "c", ours: [700], limit: { kind: "MB", most: 1024 } }),
    judge({ what: "d", ours: [41.26], limit: { kind: "µs", most: 60 } }),
    judge({ what: "e", ours: [12.34], limit: { kind: "Gbit/s", least: 5 } }),
    judge({ what: "f", ours: [3], limit: { kind: "count", most: 0 } }),
  ];
  const [, ...lines] = renderTable(rows, { colour: false }).trimEnd().split("\n");
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ["a", "1", "4.3 %", "≤ 5.0 %", "ok"],
    ["b", "1", "12.3 %"],
    ["c", "1", "700 MB", "≤ 1024 MB", "ok"],
    ["d", "1", "41.3 µs", "≤ 60.0 µs", "ok"],
    ["e", "1", "12.3 Gbit/s", "≥ 5.0 Gbit/s", "ok"],
    ["f", "1", "3", "≤ 0", "over"],
  ]);
});

it("keeps its columns when it is coloured", () => {
  const row = judge({ what: "x", ours: [1], limit: { kind: "ms", most: 2 } });
  expect(renderTable([row], { colour: true })).toContain("\u001b[32mok\u001b[39m");
});
