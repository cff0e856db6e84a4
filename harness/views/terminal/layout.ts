import type { Colors } from "picocolors/types.js";
import { oneLine } from "../visible.ts";
import { cutTo, padTo, widthOf } from "../width.ts";

export type Style = { readonly colors: Colors; readonly columns: number };

type Mark = "ok" | "failed" | "warning" | "none" | { readonly spinner: string };

export type Row = {
  readonly mark: Mark;
  /** The phase, where it is to be named. */
  readonly label?: string;
  readonly number?: number | undefined;
  readonly text: string;
  /** Stands at the right end: a time, or what is waited for. */
  readonly right?: string;
  readonly faint?: boolean;
};

/** Where the times end, on terminals that are wide enough. */
const widest = 100;

/** The column at which the text of a row begins. */
export const textColumn = 19;

const markText = (mark: Mark, { green, red, yellow, cyan }: Colors): string => {
  if (typeof mark === "object") return cyan(mark.spinner);
  return { ok: green("✓"), failed: red("✗"), warning: yellow("!"), none: " " }[mark];
};

/** One row of the view in exactly one line: "  ✓ recovery   1  Save the database        0.02 s". */
export const rowLine = (row: Row, { colors, columns }: Style): string => {
  const width = Math.min(columns - 1, widest);
  const right =
    row.right === undefined ? "" : cutTo(oneLine(row.right), Math.max(0, width - textColumn - 10));
  const number = row.number === undefined ? "  " : String(row.number).padStart(2);
  const room = width - textColumn - (right === "" ? 0 : widthOf(right) + 2);
  const text = cutTo(oneLine(row.text), Math.max(0, room));
  const shown = row.faint ? colors.dim(text) : row.mark === "failed" ? colors.red(text) : text;
  const gap = right === "" ? "" : `${padTo("", room - widthOf(text))}  ${colors.dim(right)}`;
  const label = colors.bold((row.label ?? "").padEnd(10));
  const head = row.label === undefined ? " ".repeat(10) : label;
  return `  ${markText(row.mark, colors)} ${head} ${colors.dim(number)}  ${shown}${gap}`.trimEnd();
};

/** A line that is not of a phase, with something at its right end. */
export const freeLine = (
  text: string,
  right: string,
  { columns }: Style,
  paint = (part: string) => part,
): string => {
  const width = Math.min(columns - 1, widest);
  const room = width - 2 - (right === "" ? 0 : widthOf(right) + 2);
  const cut = cutTo(oneLine(text), Math.max(0, room));
  return `  ${paint(cut)}${right === "" ? "" : `${padTo("", room - widthOf(cut))}  ${right}`}`.trimEnd();
};
