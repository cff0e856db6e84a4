import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import { phases } from "#harness/phases/index.ts";
import { createJsonView } from "#harness/views/json/json-view.ts";
import { openLiveView } from "#harness/views/open-live-view.ts";
import { plainEntry } from "#harness/views/plain/plain-lines.ts";
import { createPlainView } from "#harness/views/plain/plain-view.ts";
import { rowLine, textColumn } from "#harness/views/terminal/layout.ts";
import { newProgress } from "#harness/views/terminal/progress.ts";
import { stayingLines } from "#harness/views/terminal/staying-lines.ts";
import { createTerminalView } from "#harness/views/terminal/terminal-view.ts";
import {
  failedBesideDrill,
  failedDrill,
  savedDrill,
  sideBySideDrill,
  singleDrill,
  skippedProcedureDrill,
  threeWaysDrill,
  verifiedDrill,
} from "./fixtures/drills.ts";
import { Screen } from "./fixtures/screen.ts";
import { expectGolden } from "./golden.ts";

const files = { report: "reports/2026-11-20T11-40-02-uid-change/journal.ndjson" };
const drills = {
  verified: verifiedDrill(),
  failed: failedDrill(),
  single: singleDrill(),
  saved: savedDrill(),
  "three-ways": threeWaysDrill(),
  skipped: skippedProcedureDrill(),
  "side-by-side": sideBySideDrill(),
  "failed-beside": failedBesideDrill(),
};

const replay = (events: readonly JournalEvent[], screen: Screen) => {
  const now = { ms: 0 };
  const view = createTerminalView({
    stream: screen,
    colors: picocolors.createColors(true),
    nowMs: () => now.ms,
  });
  for (const event of events) {
    now.ms = event.atMs;
    view.event(event, "");
  }
  return { view, now };
};

describe("the terminal view", () => {
  for (const [name, events] of Object.entries(drills)) {
    it.each([60, 80, 120])(`shows the ${name} drill in %i columns`, (columns) => {
      const screen = new Screen(columns);
      const { view } = replay(events, screen);
      view.end(events, files);
      view.end(events, files);
      view.close();
      expectGolden(`terminal/${name}-${columns}.txt`, screen.text());
    });
  }

  it.each([80, 120])("shows what is going on right now in %i columns", (columns) => {
    const upTo = drills.failed.findIndex((event) => event.type === "check-waiting") + 1;
    const screen = new Screen(columns);
    const { view, now } = replay(drills.failed.slice(0, upTo), screen);
    now.ms += 2100;
    screen.resize(columns);
    expectGolden(`terminal/waiting-${columns}.txt`, screen.text());
    view.notice("interrupted by SIGINT: cleaning up");
    expect(screen.text()).toContain("\n  interrupted by SIGINT: cleaning up\n  ");
    view.close();
    expect(screen.text()).not.toMatch(/waiting for|out now/);
  });

  it.each([60, 120])(
    "shows what each procedure does, where they run side by side, in %i columns",
    (columns) => {
      const events = drills["side-by-side"];
      const upTo = events.findLastIndex(
        (event) => event.type === "step-started" && event.at.phase === "recovery",
      );
      const screen = new Screen(columns);
      const { view, now } = replay(events.slice(0, upTo + 1), screen);
      now.ms += 300;
      screen.resize(columns);
      expectGolden(`terminal/running-beside-${columns}.txt`, screen.text());
      view.close();
      expect(screen.text()).not.toContain("recovery");
    },
  );

  it("tells the same of a procedure side by side as in its turn", () => {
    const shown = (events: readonly JournalEvent[]) => {
      const screen = new Screen(100);
      const { view } = replay(events, screen);
      view.close();
      return screen.text().split("\n");
    };
    expect(shown(drills["side-by-side"]).toSorted()).toEqual(shown(drills.verified).toSorted());
  });

  it("has room for the name of each phase", () => {
    const style = { colors: picocolors.createColors(false), columns: 80 };
    for (const { name } of phases) {
      expect(rowLine({ mark: "ok", label: name, text: "…" }, style).indexOf("…")).toBe(textColumn);
    }
  });

  it("says what goes on where no phase does", () => {
    const screen = new Screen(80);
    const { view } = replay(drills.failed.slice(0, 3), screen);
    expect(screen.text()).toContain("opening the host");
    view.event(drills.failed.find((event) => event.type === "procedure-started") as JournalEvent, "");
    expect(screen.text()).toContain("starting the machines");
    for (const event of drills.failed.slice(3, -2)) view.event(event, "");
    expect(screen.text()).toContain("collecting the logs, cleaning up");
    view.close();
  });

  it("says that machines are saved, after set-up and after the symptoms", () => {
    for (const phase of ["prepare", "symptoms"] as const) {
      const screen = new Screen(80);
      const upTo = drills.saved.findIndex((one) => one.type === "phase-ended" && one.at.phase === phase) + 1;
      const { view } = replay(drills.saved.slice(0, upTo), screen);
      expect(screen.text()).toContain("saving the machines");
      view.close();
    }
  });

  it("never touches a mode of the terminal, so that there is nothing to restore", () => {
    const screen = new Screen(100);
    const { view } = replay(drills.failed, screen);
    view.close();
    expect(screen.raw).toContain("\u001b[J");
    expect(screen.raw).not.toContain("\u001b[?");
    expect(screen.listenerCount("resize")).toBe(0);
  });

  it("draws its live lines anew after the terminal has become narrower", () => {
    const upTo = drills.failed.findIndex((event) => event.type === "check-waiting") + 1;
    const screen = new Screen(120);
    const { view } = replay(drills.failed.slice(0, upTo), screen);
    const before = screen.raw.length;
    screen.resize(50);
    // Three lines of up to 100 columns take two rows each in 50 columns, the shorter one in the middle too.
    expect(screen.raw.slice(before)).toMatch(/^\r\u001b\[6A\u001b\[J/);
    view.close();
  });
});

describe("the plain view", () => {
  const utc = (atMs: number) => new Date(atMs).toISOString().slice(11, 23);
  it.each(Object.keys(drills) as (keyof typeof drills)[])("tells the %s drill in lines", (name) => {
    const lines: string[] = [];
    const view = createPlainView({ write: (text) => lines.push(text), timeOf: utc });
    for (const event of drills[name]) view.event(event, "");
    view.end(drills[name], files);
    view.end(drills[name], files);
    view.close();
    expectGolden(`plain/${name}.txt`, lines.join(""));
    expect(lines.join("")).not.toContain("\u001b");
  });

  it("tells a phase that was left out as that, and not as gone through", () => {
    const at = { procedure: "recreate", phase: "fault" } as const;
    const body = { at, how: "left-out", ok: true, total: 0, durationMs: 0, atMs: 0, sinceMs: 0 } as const;
    const events = [
      { ...body, type: "phase-started" },
      { ...body, type: "phase-ended" },
    ] as const;
    expect(events.map((event) => plainEntry(event).lines)).toEqual([
      ["left out on purpose"],
      ["nothing was done"],
    ]);
    const style = { colors: picocolors.createColors(false), columns: 80 };
    const context = { progress: newProgress(), procedures: [], packages: [], style };
    expect(stayingLines(events[1], context)).toEqual(["  ! fault          left out on purpose"]);
  });

  it("uses the time of the host by itself", () => {
    const lines: string[] = [];
    createPlainView({ write: (text) => lines.push(text) }).notice("hello\u001b[2J");
    expect(lines.join("")).toMatch(/^\d\d:\d\d:\d\d\.\d{3} notice {5}hello\\x1b\[2J\n$/);
  });
});

describe("the JSON view", () => {
  it("is the journal's lines, and nothing but them", () => {
    const out: string[] = [];
    const warned: string[] = [];
    const view = createJsonView(
      (text) => out.push(text),
      (text) => warned.push(text),
    );
    for (const event of drills.single) view.event(event, JSON.stringify(event));
    view.notice("interrupted");
    view.end(drills.single, files);
    view.close();
    const lines = out.join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(drills.single);
    expect(warned).toEqual(["interrupted\n"]);
  });

  it("tells the kind of machine in each line where journals of several follow each other", () => {
    const out: string[] = [];
    const view = createJsonView((text) => out.push(text), undefined, {
      variant: { kind: "vm", versions: { release: "trixie" }, asked: {} },
    });
    for (const event of drills.single) view.event(event, JSON.stringify(event));
    const lines = out.join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      drills.single.map((event) => ({ on: "vm", ...event })),
    );
    const old = { release: "bookworm", podman: "4.3" } as const;
    const among = { kind: "container", versions: old, asked: { podman: "4.3" } } as const;
    const other = createJsonView((text) => out.push(text), undefined, { variant: among });
    for (const event of drills.single.slice(0, 1)) other.event(event, JSON.stringify(event));
    expect(out.at(-1)).toMatch(/^\{"on":"container","with":\{"podman":"4\.3"\},"type":.*\}\n$/);
  });

  it("tells the scenario in each line where drills of several run", () => {
    const out: string[] = [];
    const variant = { kind: "vm", versions: { release: "trixie" }, asked: {} } as const;
    const write = (text: string) => out.push(text);
    const [first] = drills.single;
    if (first === undefined) throw new TypeError("a drill has an event");
    createJsonView(write, undefined, { drill: "uid-change" }).event(first, JSON.stringify(first));
    createJsonView(write, undefined, { drill: "uid-change", variant }).event(first, JSON.stringify(first));
    expect(out[0]).toMatch(/^\{"drill":"uid-change","type":.*\}\n$/);
    expect(out[1]).toMatch(/^\{"drill":"uid-change","on":"vm","type":.*\}\n$/);
  });
});

describe("the choice of the view", () => {
  const open = (mode: "auto" | "plain" | "json", stdout: unknown, env: Record<string, string>) => {
    const stderr = new Screen(80);
    const stream = stdout as NodeJS.WriteStream;
    return openLiveView({ mode, stdout: stream, stderr: stderr as unknown as NodeJS.WriteStream, env });
  };
  const shown = (mode: "auto" | "plain" | "json", env: Record<string, string>, isTTY = true) => {
    const screen = Object.assign(new Screen(500), { isTTY });
    const view = open(mode, screen, env);
    for (const event of drills.single) view.event(event, "{}");
    view.close();
    return screen.raw;
  };

  it("redraws on a terminal only", () => {
    expect(shown("auto", { TERM: "xterm" })).toContain("\u001b[J");
    expect(shown("auto", { TERM: "dumb" })).not.toContain("\u001b");
    expect(shown("auto", { TERM: "xterm" }, false)).not.toContain("\u001b");
    expect(shown("plain", { TERM: "xterm" })).not.toContain("\u001b");
    expect(shown("json", { TERM: "xterm" })).toMatch(/^(\{\}\n)+$/);
  });

  it("leaves colours out when NO_COLOR is set to anything", () => {
    expect(shown("auto", { TERM: "xterm" })).toMatch(/\u001b\[\d+m/);
    expect(shown("auto", { TERM: "xterm", NO_COLOR: "1" })).not.toMatch(/\u001b\[\d+m/);
    expect(shown("auto", { TERM: "xterm", NO_COLOR: "" })).toMatch(/\u001b\[\d+m/);
  });

  it("survives a reader that leaves", () => {
    const screen = new Screen(80);
    const view = open("plain", screen, {});
    expect(() => screen.emit("error", new Error("EPIPE"))).not.toThrow();
    view.close();
  });
});

describe("the picture of the samples", () => {
  const timeline = "reports/x/timeline.svg";
  const lines = "\n  timeline        reports/x/timeline.svg\n  runbook         runbooks/uid-change.md\n";

  it("is named at the end of a terminal", () => {
    const screen = new Screen(100);
    const { view } = replay(drills.single, screen);
    view.end(drills.single, { report: "reports/x", timeline });
    view.close();
    expect(screen.text()).toContain(lines);
  });

  it("is named at the end of plain lines", () => {
    const written: string[] = [];
    const view = createPlainView({ write: (text) => written.push(text) });
    for (const event of drills.single) view.event(event, "");
    view.end(drills.single, { report: "reports/x", timeline });
    view.close();
    expect(written.join("")).toContain(lines);
  });
});
