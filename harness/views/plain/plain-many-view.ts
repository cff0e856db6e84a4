import type { JournalEvent } from "../../journal/events.ts";
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
  return {
    of: (name) => ({
      event: (event) => {
        if (!told.has(event.type)) return;
        const { label, lines } = plainEntry(event);
        for (const line of lines) say(event.atMs, name, label, line);
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
