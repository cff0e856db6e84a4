import { recordOf } from "../../journal/drill-record.ts";
import { procedureOf } from "../../journal/procedure-of.ts";
import { packageNames } from "../../variants/versions.ts";
import { endLines } from "../end-lines.ts";
import type { LiveView } from "../live-view.ts";
import { oneLine } from "../visible.ts";
import { padTo, widthOf } from "../width.ts";
import { plainEntry } from "./plain-lines.ts";

export type PlainOptions = {
  readonly write: (text: string) => void;
  /** The time of day of a moment in milliseconds since 1970. @default the host's own time zone */
  readonly timeOf?: (atMs: number) => string;
};

/** Wide enough that nothing of a path is cut where no terminal sets a width. */
export const columns = 160;

const two = (value: number): string => String(value).padStart(2, "0");

export const localTime = (atMs: number): string => {
  const at = new Date(atMs);
  const ms = String(at.getMilliseconds()).padStart(3, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`;
};

/** A drill as lines with the time of day: no colour, no cursor control. */
export const createPlainView = ({ write, timeOf = localTime }: PlainOptions): LiveView => {
  let ended = false;
  let packages: readonly string[] = [];
  /** Of the names of procedures, where they run side by side. */
  let nameWidth: number | undefined;
  const say = (atMs: number, label: string, text: string, name = ""): void => {
    const named = nameWidth === undefined ? "" : `${padTo(name, nameWidth)} `;
    write(`${`${timeOf(atMs)} ${named}${label.padEnd(10)} ${text}`.trimEnd()}\n`);
  };
  return {
    event: (event) => {
      if (event.type === "drill-started") {
        packages = packageNames(event.versions);
        if (event.atOnce !== undefined) nameWidth = Math.max(...event.procedures.map(widthOf));
      }
      const { label, lines } = plainEntry(event, packages);
      for (const line of lines) say(event.atMs, label, line, procedureOf(event));
    },
    notice: (line) => say(Date.now(), "notice", oneLine(line)),
    end: (events, files) => {
      if (!ended) write(`\n${endLines(recordOf(events), { ...files, columns }).join("\n")}\n`);
      ended = true;
    },
    close: () => {},
  };
};
