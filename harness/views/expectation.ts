import type { Check } from "../scenario/check.ts";
import type { Command } from "../scenario/command.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { TextMatch } from "../scenario/match.ts";
import { type PodmanVersion, usualPodman } from "../scenario/podman-version.ts";
import type { HttpRequest } from "../scenario/probe.ts";
import { fill, type Text } from "../scenario/text.ts";
import { unknownKind } from "../scenario/walk.ts";
import { dnsExpectation, lookupExpectation } from "./dns-expectation.ts";
import { join, literal, type Phrase, type PhraseContext } from "./phrase.ts";

export type { Phrase, PhraseContext };

/** What the check's probe must do, after its command: "prints `ok`", "exits 125 and prints `x`". */
export const expectationOf = ({ probe, negated }: Check, context: PhraseContext): Phrase => {
  const phrase = probeExpectation(probe, context);
  if (!negated) return phrase;
  return phrase.length === 1 && phrase[0] === "succeeds"
    ? ["fails"]
    : ["does anything but this: ", ...phrase];
};

const probeExpectation = (probe: Check["probe"], context: PhraseContext): Phrase => {
  switch (probe.kind) {
    case "command":
      return commandExpectation(probe, context);
    case "dns":
      return dnsExpectation(probe, context);
    case "http":
      return httpExpectation(probe, context);
    case "lookup":
      return lookupExpectation(probe, context);
    default:
      return unknownKind(probe);
  }
};

/** What a command must do; one of which nothing is asked but exit code 0 "succeeds". */
export const commandExpectation = ({ expect }: Command, context: PhraseContext): Phrase => {
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
  const told = Object.entries(exit).filter(([one]) => kind === undefined || one === kind);
  return told.map(([one, code]) => `exits ${code}${kind === undefined ? ` on a ${one}` : ""}`).join(", ");
};

const matchPhrase = (match: TextMatch, stream: string, context: PhraseContext): Phrase => {
  const on = stream === "stderr" ? " on stderr" : "";
  const verb = stream === "body" ? "its body is" : "prints";
  const text = (value: Text) => literal(fill(value, context.resolve));
  switch (match.kind) {
    case "equals":
      return [`${verb} `, text(match.value), on];
    case "contains":
      return stream === "body"
        ? ["its body has ", text(match.value)]
        : ["prints a text with ", text(match.value), on];
    case "pattern":
      return [`${verb} what matches `, { pattern: `/${match.source}/${match.flags}` }, on];
    case "lines":
      return [
        `${verb} the lines `,
        ...join(
          match.values.map((value) => [text(value)]),
          ", ",
        ),
        on,
      ];
    case "empty":
      return [stream === "body" ? "its body is empty" : `prints nothing${on}`];
    case "not":
      return ["not: ", ...matchPhrase(match.match, stream, context)];
    case "per-kind":
      return perKind(match.by, stream, context);
    case "per-podman":
      return perPodman(match.by, stream, context);
    default:
      return unknownKind(match);
  }
};

const perKind = (
  by: Readonly<Partial<Record<MachineKind, TextMatch>>>,
  stream: string,
  context: PhraseContext,
): Phrase => {
  const own = context.kind === undefined ? undefined : by[context.kind];
  if (own) return matchPhrase(own, stream, context);
  const all = Object.entries(by).map(([kind, match]) => [
    ...matchPhrase(match, stream, context),
    ` on a ${kind}`,
  ]);
  return join(all, ", or ");
};

const perPodman = (
  by: Readonly<Partial<Record<PodmanVersion, TextMatch>>>,
  stream: string,
  context: PhraseContext,
): Phrase => {
  // A context with a kind is that of a drill, which had one podman; a plan is of every drill.
  const own = context.kind === undefined ? undefined : by[context.podman ?? usualPodman];
  if (own) return matchPhrase(own, stream, context);
  const all = Object.entries(by).map(([version, match]) => [
    ...matchPhrase(match, stream, context),
    ` with podman ${version}`,
  ]);
  return join(all, ", or ");
};

const httpExpectation = ({ expect }: HttpRequest, context: PhraseContext): Phrase =>
  join([
    [`answers with status ${expect.status}`],
    ...(expect.body === undefined ? [] : [matchPhrase(expect.body, "body", context)]),
  ]);

/** The phrase as plain text, its literals in quotes. */
export const plainPhrase = (phrase: Phrase): string =>
  phrase
    .map((piece) =>
      typeof piece === "string" ? piece : "pattern" in piece ? piece.pattern : JSON.stringify(piece.literal),
    )
    .join("");
