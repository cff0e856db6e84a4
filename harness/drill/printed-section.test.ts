import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { longestTextBytes } from "../journal/cut-output.ts";
import { openJournal } from "../journal/open-journal.ts";
import { readJournal } from "../journal/testing/read-journal.ts";
import { step } from "../scenario/step.ts";
import { drillLamp, type LampDrill } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";

const bill = house.root.sh`print bill`;
const alike = house.root.sh`print bill`;

const scenario = lampScenario({
  endurance: [step("Print the bill", { why: "Light costs.", run: [bill, alike], verify: isOn })],
  sections: [{ title: "What it costs", from: bill }],
});

/** Longer than a text of the journal may be. */
const rows = [["day", "price"], ...Array.from({ length: 9000 }, (_, day) => [`day ${day}`, "1"])];
const long = JSON.stringify([{ table: rows }]);

const drillBill = (stdout: string): Promise<LampDrill> =>
  drillLamp({ scenario, rules: [{ match: "print bill", answer: { stdout } }] });

const printed = ({ events }: Pick<LampDrill, "events">) =>
  events.flatMap((event) => (event.type === "action-ended" && event.command === "print bill" ? [event] : []));

/** The events as they are read from the file of a journal. */
const journalled = ({ events, reportDir, clock }: LampDrill) => {
  const journal = openJournal(join(reportDir, "journal.ndjson"), { clock });
  events.forEach(journal.append);
  journal.close();
  return readJournal(journal.file);
};

describe("a section of the page that a command prints", () => {
  test("is journalled whole, as data, at the command that the scenario names", async () => {
    expect(long.length).toBeGreaterThan(longestTextBytes);
    const drill = await drillBill(long);
    expect(drill.verdict).toBe("verified");
    const [first, second] = printed({ events: journalled(drill) });
    expect(first?.section).toEqual({ title: "What it costs", blocks: [{ table: rows }] });
    expect(JSON.stringify(first?.observation)).toContain("left out by the journal");
    expect(second).toMatchObject({ ok: true });
    expect(second).not.toHaveProperty("section");
  });

  test("fails the step when what was printed is none", async () => {
    const drill = await drillBill(long.slice(0, -10));
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(printed(drill)).toMatchObject([
      {
        ok: false,
        expected: 'prints the section "What it costs", a JSON array of blocks',
        got: expect.stringMatching(/^stdout is not JSON: /),
      },
    ]);
    expect(all(drill, "failure")[0]?.headline).toBe("Print the bill: a command did not do what was expected");
  });
});
