import type { JournalEvent } from "../../journal/events.ts";
import { procedureOf } from "../../journal/procedure-of.ts";
import { manyEndLines } from "../many-end-lines.ts";
import type { ManyView } from "../many-view.ts";
import { oneLine } from "../visible.ts";
import { padTo, widthOf } from "../width.ts";
import { plainEntry } from "./plain-lines.ts";
import { columns, localTime, type PlainOptions } from "./plain-view.ts";

/** Of a drill among others: how far it is, and what went wrong. */
const told: ReadonlySet<JournalEvent["type"]> = new Set([
  ...["drill-started", "progress", "procedure-started", "phase-ended", "failure", "procedure-ended"],
  ...["cleanup-failed", "captured", "runbook-written", "drill-ended"],
] as const);

/** Several drills as lines that begin with the time of day and the drill's name: one for each phase that has ended. */
export const createPlainManyView = ({
  write,
  names,
  timeOf = localTime,
}: PlainOptions & { readonly names: readonly string[] }): ManyView => {
  const width = Math.max(0, ...names.map(widthOf));
  const say = (atMs: number, name: string, label: string, text: string): void =>
    write(`${`${timeOf(atMs)} ${padTo(name, width)} ${label.padEnd(10)} ${text}`.trimEnd()}\n`);
  const notice = (name: string, line: string): void => say(Date.now(), name, "notice", oneLine(line));
  /** The names of drills whose procedures run side by side. */
  const sideBySide = new Set<string>();
  return {
    of: (name) => ({
      event: (event) => {
        if (event.type === "drill-started" && event.atOnce !== undefined) sideBySide.add(name);
        if (!told.has(event.type)) return;
        const { label, lines } = plainEntry(event);
        // The lines of a procedure's beginning and end name it.
        const procedure = sideBySide.has(name) && label !== "procedure" ? procedureOf(event) : undefined;
        const of = procedure === undefined ? "" : `${procedure}: `;
        for (const line of lines) say(event.atMs, name, label, `${of}${line}`);
      },
      notice: (line) => notice(name, line),
      end: () => {},
      close: () => {},
    }),
    notice: (line) => notice("", line),
    end: (all, report) => write(`\n${manyEndLines(all, report, { columns }).join("\n")}\n`),
    close: () => {},
  };
};
