import { plainText } from "../console-text.ts";

/** The end tells more than the boot. */
const lines = 15;
/** A panic prints where it was after what it was. */
const panicLines = 80;

const lastOf = (text: string, count: number): string => text.split("\n").slice(-count).join("\n");

/** The line with which a guest's kernel gave up a moment ago; empty when it did not. */
export const panicIn = (console: string): string =>
  /^.*Kernel panic.*$/m.exec(lastOf(plainText(console), panicLines))?.[0] ?? "";

/** The last lines of a console, and before them what a panic said first. */
export const endOf = (console: string): string => {
  const end = lastOf(plainText(console), lines);
  const panic = panicIn(console);
  return panic === "" || end.includes(panic) ? end : `${panic}\n…\n${end}`;
};
