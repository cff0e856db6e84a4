import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import type { ManyView } from "#harness/views/many-view.ts";
import { openManyView } from "#harness/views/open-live-view.ts";
import { createPlainManyView } from "#harness/views/plain/plain-many-view.ts";
import { createTerminalManyView } from "#harness/views/terminal/terminal-many-view.ts";
import {
  failedBesideDrill,
  failedDrill,
  savedDrill,
  sideBySideDrill,
  singleDrill,
  skippedProcedureDrill,
} from "./fixtures/drills.ts";
import { Screen } from "./fixtures/screen.ts";
import { expectGolden } from "./golden.ts";

const report = "reports/2026-11-20T11-40-02-drills";

const drills: Readonly<Record<string, readonly JournalEvent[]>> = {
  "uid-change on a container": failedDrill(),
  "uid-change on a VM": savedDrill(),
  "cold-reboot": singleDrill(),
  "container-uid": failedDrill(),
  "dns-spof": skippedProcedureDrill(),
};
const names = Object.keys(drills);

type Told = { readonly name: string; readonly event: JournalEvent };

/** Two drills at once: one more begins when one has ended. */
const sideBySide = (): Told[] => {
  const waiting = names.map((name) => ({ name, events: [...(drills[name] ?? [])] }));
  const running = waiting.splice(0, 2).map((one) => ({ ...one, offsetMs: 0 }));
  const told: Told[] = [];
  while (running.length > 0) {
    const next = running.toSorted((a, b) => timeOf(a) - timeOf(b))[0];
    const event = next?.events.shift();
    if (next === undefined || event === undefined) break;
    const atMs = event.atMs + next.offsetMs;
    told.push({ name: next.name, event: { ...event, atMs } });
    if (next.events.length > 0) continue;
    running.splice(running.indexOf(next), 1);
    const begun = waiting.shift();
    if (begun !== undefined) running.push({ ...begun, offsetMs: atMs - (begun.events[0]?.atMs ?? 0) });
  }
  return told;
};

const timeOf = ({ events, offsetMs }: { events: readonly JournalEvent[]; offsetMs: number }): number =>
  (events[0]?.atMs ?? 0) + offsetMs;

const told = sideBySide();
const ends = names.map((name) => ({ name, record: recordOf(drills[name] ?? []) }));

const replay = (all: readonly Told[], columns: number) => {
  const screen = new Screen(columns);
  const now = { ms: 0 };
  const view = createTerminalManyView({
    stream: screen,
    colors: picocolors.createColors(true),
    names,
    nowMs: () => now.ms,
  });
  tell(view, all, (atMs) => {
    now.ms = atMs;
  });
  return { screen, view };
};

const tell = (view: ManyView, all: readonly Told[], at: (atMs: number) => void = () => {}): void => {
  for (const { name, event } of all) {
    at(event.atMs);
    view.of(name).event(event, "");
  }
};

const firstFailure = told.findIndex(({ event }) => event.type === "failure");

describe("several drills on a terminal", () => {
  it.each([60, 80, 120])("have a line each while they run, in %i columns", (columns) => {
    const { screen, view } = replay(told.slice(0, firstFailure), columns);
    expectGolden(`many/running-${columns}.txt`, screen.text());
    view.close();
    expect(screen.text()).toBe("");
  });

  it.each([60, 80, 120])("open the first that fails, up to its failure, in %i columns", (columns) => {
    const { screen, view } = replay(told.slice(0, firstFailure + 1), columns);
    expectGolden(`many/opened-${columns}.txt`, screen.text());
    view.close();
  });

  it.each([60, 80, 120])(
    "have a line each at their end, in the order asked for, in %i columns",
    (columns) => {
      const { screen, view } = replay(told, columns);
      view.end(ends, report);
      view.close();
      expectGolden(`many/ended-${columns}.txt`, screen.text());
    },
  );

  it("opens no second one", () => {
    const { screen, view } = replay(told, 120);
    view.close();
    const failed = told.filter(({ event }) => event.type === "failure");
    expect(new Set(failed.map(({ name }) => name)).size).toBeGreaterThan(1);
    expect(screen.text().match(/^ +claimed/gm)).toHaveLength(1);
  });

  it("tells which were not begun", () => {
    const { screen, view } = replay(told.slice(0, firstFailure), 80);
    view.notice("interrupted by SIGINT: cleaning up");
    expect(screen.text()).toContain("  interrupted by SIGINT: cleaning up\n");
    view.end([...ends.slice(0, 1), { name: "dns-spof" }], report);
    view.close();
    expect(screen.text()).toMatch(/^ {2}✗ dns-spof +not begun$/m);
    expect(screen.text()).toContain("\n  2 drills: 1 failed, 1 not begun\n");
  });

  it("never touches a mode of the terminal, and leaves no listener", () => {
    const { screen, view } = replay(told, 100);
    view.end(ends, report);
    view.close();
    expect(screen.raw).not.toContain("\u001b[?");
    expect(screen.listenerCount("resize")).toBe(0);
  });
});

describe("drills whose procedures run side by side", () => {
  const beside: readonly Told[] = [
    ...sideBySideDrill().map((event) => ({ name: "uid-change on a container", event })),
    ...failedBesideDrill().map((event) => ({ name: "dns-spof", event })),
  ].toSorted((a, b) => a.event.atMs - b.event.atMs);
  const upToFailure = beside.slice(0, beside.findIndex(({ event }) => event.type === "failure") + 1);

  it.each([80, 120])(
    "have a line for each procedure, and open the one that fails, in %i columns",
    (columns) => {
      const { screen, view } = replay(upToFailure, columns);
      expectGolden(`many/beside-${columns}.txt`, screen.text());
      view.close();
    },
  );

  it("name the procedure in each line without a terminal", () => {
    const lines: string[] = [];
    const view = createPlainManyView({
      write: (text) => lines.push(text),
      names,
      timeOf: () => "11:40:02.000",
    });
    tell(view, upToFailure);
    expectGolden("many/plain-beside.txt", lines.join(""));
  });
});

describe("several drills without a terminal", () => {
  const utc = (atMs: number) => new Date(atMs).toISOString().slice(11, 23);

  it("are lines that begin with the time and the name", () => {
    const lines: string[] = [];
    const view = createPlainManyView({ write: (text) => lines.push(text), names, timeOf: utc });
    tell(view, told);
    view.end(ends, report);
    view.close();
    expectGolden("many/plain.txt", lines.join(""));
    expect(lines.join("")).not.toContain("\u001b");
  });

  it("tell notices of one and of all", () => {
    const lines: string[] = [];
    const view = createPlainManyView({ write: (text) => lines.push(text), names: ["porch"], timeOf: utc });
    view.of("porch").notice("no picture\u001b[2J");
    view.notice("interrupted");
    expect(lines.map((line) => line.slice(13))).toEqual([
      "porch notice     no picture\\x1b[2J\n",
      "      notice     interrupted\n",
    ]);
  });
});

describe("the choice of the view of several", () => {
  const shown = (env: Record<string, string>, isTTY: boolean): string => {
    const screen = Object.assign(new Screen(500), { isTTY });
    const view = openManyView(names, { mode: "auto", stdout: screen as unknown as NodeJS.WriteStream, env });
    tell(view, told.slice(0, 20));
    view.close();
    return screen.raw;
  };

  it("redraws on a terminal only", () => {
    expect(shown({ TERM: "xterm" }, true)).toContain("\u001b[J");
    expect(shown({ TERM: "dumb" }, true)).not.toContain("\u001b");
    expect(shown({ TERM: "xterm" }, false)).not.toContain("\u001b");
  });
});
