import picocolors from "picocolors";
import { expect, test } from "vitest";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import { kindsJson, renderKindsTable } from "#harness/views/kinds-table.ts";
import { plainEntry } from "#harness/views/plain/plain-lines.ts";
import { newProgress } from "#harness/views/terminal/progress.ts";
import { stayingLines } from "#harness/views/terminal/staying-lines.ts";
import { singleDrill, verifiedDrill, vmDrill } from "./fixtures/drills.ts";
import { inventory, uidChange } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";

const whyKind = "user-mode Linux, because KVM boots no guest here";
const line = `kind of machine: ${whyKind}`;

/** A drill whose kind was left to the host. */
const chosen = vmDrill().map((event) => (event.type === "drill-started" ? { ...event, whyKind } : event));
const start = chosen.find((event) => event.type === "drill-started");
if (start === undefined) throw new TypeError("a drill has a start");

test("the live views say why the machines are of their kind", () => {
  expect(plainEntry(start).lines).toContain(line);
  const style = { columns: 60, colors: picocolors.createColors(false) };
  const context = { progress: newProgress(), procedures: [], packages: [], style };
  const shown = stayingLines(start, context);
  expect(shown.join(" ").replaceAll(/ +/g, " ")).toContain(line);
  for (const one of shown) expect(one.length).toBeLessThan(60);
});

test("so do the table of kinds and its data", () => {
  const records = [chosen, verifiedDrill()].map(recordOf);
  expect(renderKindsTable(uidChange, records, 120)).toContain(`  vm: ${line}`);
  expect(kindsJson(uidChange, records).kinds.map((one) => one.whyKind)).toEqual([whyKind, undefined]);
});

test("so does each suite of JUnit", () => {
  const property = `<property name="kind-of-machine" value="${whyKind}"`;
  expect(renderJUnit(chosen).split(property)).toHaveLength(3);
  expect(renderJUnit(singleDrill())).not.toContain("kind-of-machine");
});

test("so does the proof of a page, whose command leaves it to the host again", () => {
  const page = wholeRunbook(uidChange, chosen, { inventory });
  expect(page).toContain(`K${line.slice(1)}.\n`);
  expect(page).toContain("\nnpm run drill uid-change -- --on vm\n");
});

test("the page of single machines that were left to the host says why they are of their kind", () => {
  const events = chosen.map((event) => {
    if (event.type !== "drill-started") return event;
    const { whyKind: _, ...rest } = event;
    return { ...rest, whyMachines: whyKind };
  });
  expect(wholeRunbook(uidChange, events, { inventory })).toContain(`Kind of single machines: ${whyKind}.\n`);
});
