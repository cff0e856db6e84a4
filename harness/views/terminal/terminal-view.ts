import type { Colors } from "picocolors/types.js";
import { recordOf } from "../../journal/drill-record.ts";
import type { JournalEvent } from "../../journal/events.ts";
import { endLines } from "../end-lines.ts";
import type { LiveView } from "../live-view.ts";
import { DrillLines } from "./drill-lines.ts";
import { freeLine, type Style } from "./layout.ts";
import { frameMs, liveLines } from "./live-lines.ts";
import { LiveRegion, type TerminalStream } from "./live-region.ts";
import { namedStyle, runningLine } from "./named-line.ts";

export type TerminalOptions = {
  readonly stream: TerminalStream;
  readonly colors: Colors;
  /** Milliseconds since 1970, the journal's clock. */
  readonly nowMs?: () => number;
};

/** A drill on a terminal: what is done stays, what is going on is redrawn below it. */
export const createTerminalView = ({ stream, colors, nowMs = Date.now }: TerminalOptions): LiveView => {
  const region = new LiveRegion(stream);
  const lines = new DrillLines();
  let state: "following" | "drill over" | "ended" = "following";
  const style = (): Style => ({ colors, columns: region.columns });
  const live = (): string[] => {
    if (state !== "following") return [];
    const { running } = lines;
    const names = running.flatMap(({ procedure }) => procedure ?? []);
    const named = namedStyle(style(), names);
    return running.flatMap(({ procedure, progress }) =>
      procedure === undefined
        ? liveLines(progress, nowMs(), style())
        : [runningLine(procedure, progress, nowMs(), named)],
    );
  };
  const redraw = (): void => region.update([], live());
  const timer = setInterval(redraw, frameMs);
  timer.unref();
  stream.on("resize", redraw);

  const event = (one: JournalEvent): void => {
    const staying = lines.add(one, style());
    if (one.type === "drill-ended") state = "drill over";
    region.update(staying, live());
  };
  const end: LiveView["end"] = (events, files) => {
    if (state === "ended") return;
    state = "ended";
    const ends = endLines(recordOf(events), { colors, columns: region.columns - 1, ...files });
    region.update(["", ...ends, ""], []);
  };
  return {
    event,
    notice: (line) => region.update([freeLine(line, "", style(), colors.yellow)], live()),
    end,
    close: () => {
      clearInterval(timer);
      stream.off("resize", redraw);
      state = state === "following" ? "drill over" : state;
      region.update([], []);
    },
  };
};
