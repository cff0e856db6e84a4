import { plainText } from "../console-text.ts";

/** The last lines are kept: the end tells more than the boot. */
const lines = 15;
/** A panic prints its stack trace after its message. */
const panicLines = 80;

const lastOf = (text: string, count: number): string => text.split("\n").slice(-count).join("\n");

/** The kernel's panic message; empty when the kernel did not panic. */
export const panicIn = (console: string): string =>
  /^.*Kernel panic.*$/m.exec(lastOf(plainText(console), panicLines))?.[0] ?? "";

/** The last lines of a console, after the message of a panic if there is one. */
export const endOf = (console: string): string => {
  const end = lastOf(plainText(console), lines);
  const panic = panicIn(console);
  return panic === "" || end.includes(panic) ? end : `${panic}\n…\n${end}`;
};
