import { recordOf } from "../../journal/drill-record.ts";
import type { JournalEvent } from "../../journal/events.ts";
import type { LiveView } from "../live-view.ts";
import { manyEndLines, markOf, rowOf } from "../many-end-lines.ts";
import type { ManyView } from "../many-view.ts";
import { counted } from "../time-words.ts";
import { oneLine } from "../visible.ts";
import { cutTo, padTo, widthOf } from "../width.ts";
import { DrillLines } from "./drill-lines.ts";
import { freeLine, type Style } from "./layout.ts";
import { frameMs, workRows } from "./live-lines.ts";
import { LiveRegion } from "./live-region.ts";
import type { TerminalOptions } from "./terminal-view.ts";

/** The names of the drills stand in a column of this width. */
type ManyStyle = Style & { readonly nameWidth: number };

/** One of several drills. */
type Followed = {
  readonly name: string;
  readonly lines: DrillLines;
  readonly events: JournalEvent[];
  state: "waiting" | "running" | "ended";
};

/**
 * Several drills on a terminal: a line for each that runs, redrawn in place; above them a line for each that has ended,
 * and, opened, everything of the first that fails, up to its failure.
 */
export const createTerminalManyView = ({
  stream,
  colors,
  names,
  nowMs = Date.now,
}: TerminalOptions & { readonly names: readonly string[] }): ManyView => {
  const region = new LiveRegion(stream);
  const drills = names.map(
    (name): Followed => ({ name, lines: new DrillLines(), events: [], state: "waiting" }),
  );
  const widestName = Math.max(0, ...names.map(widthOf));
  let isOpened = false;
  let isOver = false;
  const style = (): ManyStyle => {
    const { columns } = region;
    return { colors, columns, nameWidth: Math.min(widestName, Math.floor(columns / 2)) };
  };
  const live = (): string[] => {
    if (isOver) return [];
    const running = drills.filter(({ state }) => state === "running");
    const waiting = drills.filter(({ state }) => state === "waiting").length;
    return [
      ...running.map((one) => runningLine(one, nowMs(), style())),
      ...(waiting === 0 ? [] : [freeLine(`${counted(waiting, "drill")} to begin`, "", style(), colors.dim)]),
    ];
  };
  const redraw = (): void => region.update([], live());
  const timer = setInterval(redraw, frameMs);
  timer.unref();
  stream.on("resize", redraw);

  const event = (drill: Followed, one: JournalEvent): void => {
    drill.events.push(one);
    drill.lines.add(one, style());
    drill.state = one.type === "drill-ended" || drill.state === "ended" ? "ended" : "running";
    const staying: string[] = [];
    if (one.type === "failure" && one.expected !== true && !isOpened) {
      isOpened = true;
      staying.push(...openedLines(drill, style()));
    }
    if (one.type === "drill-ended") staying.push(endedLine(drill, style()));
    region.update(staying, live());
  };
  const notice = (line: string): void => region.update([freeLine(line, "", style(), colors.yellow)], live());
  const viewOf = (drill: Followed): LiveView => ({
    event: (one) => event(drill, one),
    notice: (line) => notice(`${drill.name}: ${line}`),
    end: () => {},
    close: () => {},
  });
  const close = (): void => {
    clearInterval(timer);
    stream.off("resize", redraw);
    isOver = true;
    region.update([], []);
  };
  return {
    of: (name) => {
      const drill = drills.find((one) => one.name === name);
      if (drill === undefined) throw new TypeError(`no drill ${name} was announced`);
      return viewOf(drill);
    },
    notice,
    end: (all, report) => {
      close();
      region.update(["", ...manyEndLines(all, report, { columns: region.columns - 1, colors }), ""], []);
    },
    close,
  };
};

/** "  ⠋ dns-spof    recovery   2  Start MCNS again            1.2 s of 10 s". */
const runningLine = (drill: Followed, nowMs: number, style: ManyStyle): string => {
  const { colors, columns, nameWidth } = style;
  const [row] = workRows(drill.lines.progress, nowMs, { colors, columns: columns - nameWidth - 2 });
  const spinner = typeof row.mark === "object" ? row.mark.spinner : " ";
  const number = row.number === undefined ? "  " : String(row.number).padStart(2);
  const text = `${(row.label ?? "").padEnd(10)} ${number}  ${oneLine(row.text)}`;
  return drillLine(colors.cyan(spinner), drill.name, { text, right: row.right ?? "" }, style);
};

/** What a view of this drill alone would have shown so far. */
const openedLines = ({ name, events }: Followed, style: ManyStyle): string[] => {
  const lines = new DrillLines();
  return [
    drillLine(style.colors.red("✗"), name, { text: "fails:", right: "" }, style),
    ...events.flatMap((event) => lines.add(event, style)),
    "",
  ];
};

const endedLine = ({ name, events }: Followed, style: ManyStyle): string => {
  const { verdict, took, rest } = rowOf(name, recordOf(events));
  const { mark, paint } = markOf(verdict, style.colors);
  const text = rest === "" ? verdict : `${verdict} · ${rest}`;
  return drillLine(paint(mark), name, { text, right: took }, style);
};

/** A line of one drill that fits the terminal. */
const drillLine = (
  mark: string,
  name: string,
  { text, right }: { readonly text: string; readonly right: string },
  { colors, columns, nameWidth }: ManyStyle,
): string => {
  const room = columns - 1 - 4 - nameWidth - 2;
  const end = cutTo(right, Math.max(0, room - 2));
  const shown = cutTo(text, Math.max(0, room - (end === "" ? 0 : widthOf(end) + 2)));
  const atEnd = end === "" ? "" : `${padTo("", room - widthOf(shown) - widthOf(end))}${colors.dim(end)}`;
  return `  ${mark} ${colors.bold(padTo(cutTo(name, nameWidth), nameWidth))}  ${shown}${atEnd}`;
};
