import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { plainEntry } from "#harness/views/plain/plain-lines.ts";
import { createTerminalView } from "#harness/views/terminal/terminal-view.ts";
import { failedDrill, seen, verifiedDrill } from "./fixtures/drills.ts";
import { Screen } from "./fixtures/screen.ts";
import { inventory, uidChange } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";

/** Hostile output of a machine, which tries to break out of its context. */
const hostile = [
  "``` ```` `````",
  "| a | b | \\| c",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J",
  "]]> <script>alert(1)</script> &amp; <!-- ",
  "\u202egnp.exe \u0000 \u2028 \ud800 \r over",
  "# heading",
  "---",
  "- [x] item <br> [link](javascript:alert(1)) ![i](http://x/y.png)",
  `${"very long ".repeat(200)}`,
].join("\n");

const answer = { exit: 125, stdout: "", stderr: hostile };
const answers = {
  ...seen,
  "podman cannot read its own storage": { symptoms: answer },
  "podman answers": { symptoms: answer },
  "mcp has UID 850": { steady: { stdout: hostile } },
  "no path of the old UID is left in the database": { steady: { exit: 0, stdout: hostile } },
  "podman start mcq": { recovery: { stdout: hostile } },
  "podman start mcns": { recovery: { stdout: `mcns ${hostile}` } },
};

const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202e]|[\ud800-\udfff](?![\udc00-\udfff])/;

describe("hostile output in a runbook", () => {
  const page = wholeRunbook(uidChange, verifiedDrill({ answers }), { inventory });
  const lines = page.split("\n");

  it("cannot leave its code block", () => {
    const { outside, openFence } = outsideOfFences(lines);
    expect(openFence).toBe("");
    expect(lines).toContain("# heading");
    expect(outside).not.toContain("# heading");
    // The title of the page, and that of its proof.
    expect(outside.filter((line) => /^# /.test(line))).toHaveLength(2);
  });

  it("cannot add a cell to a table", () => {
    const rows = outsideOfFences(lines).outside.filter((line) => line.startsWith("|"));
    expect(rows.join("\n")).toContain("\\| a \\|");
    const cells = rows.map((row) => row.replaceAll("\\|", "").split("|").length - 2);
    expect(new Set(cells)).toEqual(new Set([3, 4, 6]));
    // The checklist and the losses, each with a head and a rule.
    expect(cells.filter((count) => count === 4)).toHaveLength(7 + 2);
    expect(cells.filter((count) => count === 6)).toHaveLength(3 + 2);
  });

  it("leaves a title and a reason that look like markdown as they are", () => {
    const title = "A <b>bold</b> | title_of_two\n# lines";
    const text = wholeRunbook({ ...uidChange, title }, verifiedDrill(), { inventory });
    expect(text).toContain("\n# A \\<b>bold\\</b> | title_of_two # lines\n");
  });

  it("is made visible", () => {
    expect(page).not.toMatch(forbidden);
    expect(page).toContain("\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07 \\x9b2J");
    expect(page).toContain("\\u202egnp.exe \\x00 \\u2028 \\ud800 \\r over");
  });

  it("is cut to what can be read", () => {
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
  });
});

describe("hostile output elsewhere", () => {
  const events = failedDrill().map((event) => {
    if (event.type === "failure")
      return { ...event, headline: hostile, facts: { ...event.facts, got: hostile } };
    return event.type === "cleanup-failed" ? { ...event, headline: hostile } : event;
  });

  it("reaches no terminal as it is", () => {
    for (const columns of [40, 80]) {
      const screen = new Screen(columns);
      const view = createTerminalView({ stream: screen, colors: picocolors.createColors(false) });
      for (const event of events) view.event(event, "");
      view.end(events);
      view.close();
      expect(screen.text().replaceAll("\n", "")).not.toMatch(forbidden);
    }
    for (const event of events) expect(plainEntry(event).lines.join("")).not.toMatch(forbidden);
  });

  it("leaves JUnit XML well formed", () => {
    const xml = renderJUnit(events);
    expect(xml).not.toMatch(forbidden);
    expect(xml).not.toContain("]]>");
    expect(xml).not.toContain("<script");
    expect(unclosed(xml)).toEqual([]);
  });
});

const outsideOfFences = (lines: readonly string[]) => {
  let openFence = "";
  const outside: string[] = [];
  for (const line of lines) {
    const found = /^(`{3,})/.exec(line)?.[1];
    if (openFence === "" && found !== undefined) openFence = found;
    else if (openFence !== "" && line === openFence) openFence = "";
    else if (openFence === "") outside.push(line);
  }
  return { outside, openFence };
};

/** The names of elements that are not closed properly; the text may hold only elements and text. */
const unclosed = (xml: string): string[] => {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml [^>]*\?>/, "");
  for (const tag of body.match(/<[^>]*>/g) ?? []) {
    const [, end, name = "?", own] = /^<(\/?)([a-z]+)(?: [a-z]+="[^"<]*")*(\/?)>$/.exec(tag) ?? [];
    if (end === "/" && open.pop() !== name) return [tag];
    if (end !== "/" && own !== "/") open.push(name);
  }
  return open;
};
