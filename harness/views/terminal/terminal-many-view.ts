import { recordOf } from "../../journal/drill-record.ts";
import type { JournalEvent } from "../../journal/events.ts";
import { procedureOf } from "../../journal/procedure-of.ts";
import type { LiveView } from "../live-view.ts";
import { manyEndLines, markOf, rowOf } from "../many-end-lines.ts";
import type { ManyView } from "../many-view.ts";
import { counted } from "../time-words.ts";
import { DrillLines } from "./drill-lines.ts";
import { freeLine } from "./layout.ts";
import { frameMs } from "./live-lines.ts";
import { LiveRegion } from "./live-region.ts";
import { type NamedStyle, namedLine, namedStyle, runningLine } from "./named-line.ts";
import type { TerminalOptions } from "./terminal-view.ts";

/** One of several drills. */
type Followed = {
  readonly name: string;
  readonly lines: DrillLines;
  readonly events: JournalEvent[];
  state: "waiting" | "running" | "ended";
};

/**
 * Several drills on a terminal: a line for each that runs, or for each of its procedures side by side, redrawn in place; above them a line for each that has ended,
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
  let isOpened = false;
  let isOver = false;
  const style = (): NamedStyle => namedStyle({ colors, columns: region.columns }, names);
  const live = (): string[] => {
    if (isOver) return [];
    const running = drills.filter(({ state }) => state === "running");
    const waiting = drills.filter(({ state }) => state === "waiting").length;
    return [
      ...running.flatMap(({ name, lines }) =>
        lines.running.map(({ procedure, progress }) =>
          runningLine(name, progress, nowMs(), style(), procedure),
        ),
      ),
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
      staying.push(...openedLines(drill, one.at.procedure, style()));
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

/** What a view of this drill alone would have shown so far; of procedures side by side, that of this one. */
const openedLines = (
  { name, events, lines: { isSideBySide } }: Followed,
  procedure: string,
  style: NamedStyle,
): string[] => {
  const lines = new DrillLines();
  const told = events.filter((event) => !isSideBySide || [undefined, procedure].includes(procedureOf(event)));
  const shown = told.flatMap((event) => lines.add(event, style));
  const head = namedLine(style.colors.red("✗"), name, { text: "fails:", right: "" }, style);
  return [head, ...shown, ...lines.held, ""];
};

const endedLine = ({ name, events }: Followed, style: NamedStyle): string => {
  const { verdict, took, rest } = rowOf(name, recordOf(events));
  const { mark, paint } = markOf(verdict, style.colors);
  const text = rest === "" ? verdict : `${verdict} · ${rest}`;
  return namedLine(paint(mark), name, { text, right: took }, style);
};
