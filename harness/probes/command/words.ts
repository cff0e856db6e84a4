import { matchPhrase } from "../../scenario/evaluate-match.ts";
import { kindNamedIn, type MachineKind } from "../../scenario/machine-kind.ts";
import { join, type Phrase, type PhraseContext } from "../../scenario/phrase.ts";
import type { Command } from "./value.ts";

/** What a command must do; one of which nothing is asked but exit code 0 "succeeds". */
export const commandWords = ({ expect }: Command, context: PhraseContext): Phrase => {
  const printed = expect.output.map((one) => matchPhrase(one.match, one.stream, context));
  const exit = exitPhrase(expect.exit, context.kind);
  // That it exits 0 goes without saying when it prints what it should.
  const parts = exit === "succeeds" && printed.length > 0 ? printed : [[exit], ...printed];
  return join(parts.filter((part) => part[0] !== ""));
};

const exitPhrase = (exit: Command["expect"]["exit"], kind: MachineKind | undefined): string => {
  if (exit === "any") return "";
  if (exit === "nonzero") return "fails";
  if (exit === 0) return "succeeds";
  if (typeof exit === "number") return `exits ${exit}`;
  const named = kind && kindNamedIn(exit, kind);
  const told = Object.entries(exit).filter(([one]) => kind === undefined || one === named);
  return told.map(([one, code]) => `exits ${code}${kind === undefined ? ` on a ${one}` : ""}`).join(", ");
};
