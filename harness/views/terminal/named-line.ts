import { oneLine } from "../visible.ts";
import { cutTo, padTo, widthOf } from "../width.ts";
import type { Style } from "./layout.ts";
import { workRows } from "./live-lines.ts";
import type { Progress } from "./progress.ts";

/** The names of what runs side by side stand in a column of this width. */
export type NamedStyle = Style & { readonly nameWidth: number };

/** Names get half of a narrow terminal. */
export const namedStyle = (style: Style, names: readonly string[]): NamedStyle => ({
  ...style,
  nameWidth: Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(style.columns / 2)),
});

/** One line that fits the terminal. */
export const namedLine = (
  mark: string,
  name: string,
  { text, right }: { readonly text: string; readonly right: string },
  { colors, columns, nameWidth }: NamedStyle,
): string => {
  const room = columns - 1 - 4 - nameWidth - 2;
  const end = cutTo(right, Math.max(0, room - 2));
  const shown = cutTo(text, Math.max(0, room - (end === "" ? 0 : widthOf(end) + 2)));
  const atEnd = end === "" ? "" : `${padTo("", room - widthOf(shown) - widthOf(end))}${colors.dim(end)}`;
  return `  ${mark} ${colors.bold(padTo(cutTo(name, nameWidth), nameWidth))}  ${shown}${atEnd}`;
};

/** "  ⠋ dns-spof    recovery   2  Start MCNS again            1.2 s of 10 s". `of`: whose step it is, beside the name. */
export const runningLine = (
  name: string,
  progress: Progress,
  nowMs: number,
  style: NamedStyle,
  of?: string,
): string => {
  const { colors, columns, nameWidth } = style;
  const [row] = workRows(progress, nowMs, { colors, columns: columns - nameWidth - 2 });
  const spinner = typeof row.mark === "object" ? row.mark.spinner : " ";
  const number = row.number === undefined ? "  " : String(row.number).padStart(2);
  const what = [...(of === undefined ? [] : [of]), oneLine(row.text)].filter((one) => one !== "").join(": ");
  const text = `${(row.label ?? "").padEnd(10)} ${number}  ${what}`;
  return namedLine(colors.cyan(spinner), name, { text, right: row.right ?? "" }, style);
};
