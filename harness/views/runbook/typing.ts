import type { RootContent } from "mdast";
import { type Action, actionDefinition } from "../../scenario/action.ts";
import { commandLine } from "../../scenario/command-line.ts";
import type { Observation, Probe } from "../../scenario/probe.ts";
import { isOperators, userOf } from "../../scenario/user-of.ts";
import { counted } from "../time-words.ts";
import { firstLines } from "../visible.ts";
import { code, type Inline, paragraph, strong } from "./markdown.ts";
import type { Page } from "./page.ts";

const mostOutputLines = 12;
/** Long enough for the end of a fingerprint; only the rest of very long lines is cut. */
const longestLine = 300;
const longestInline = 170;
const longestInlineWhereTight = 220;

/** The command as it is typed on the real platform. */
export const typed = (page: Page, what: Action | Probe): string => commandLine(what, page.addresses.resolve);

/** The operator's own account. */
export const operator = "the operator";

/** What the page calls the machine. */
export const calledOn = (page: Page, machine: string): Inline[] => {
  const called = page.platform?.machines[machine]?.called;
  return [" on ", called ?? strong(machine)];
};

/** Who types it where; empty where the reader has logged in as root on the only machine. */
export const typist = (page: Page, what: Action | Probe): Inline[] => {
  const account = isOperators(what) && page.platform !== undefined ? operator : userOf(what);
  const user = account === "root" ? undefined : account;
  const machine = page.scenario.rig.machines.length > 1 ? what.machine : undefined;
  // By the platform's profile the reader has a login of their own, and becomes root for a command.
  if (user === undefined && machine === undefined && page.platform === undefined) return [];
  const where = machine === undefined ? [] : calledOn(page, machine);
  return ["As ", strong(user ?? "root"), ...where];
};

/** Whether the command, or what it prints, can stand within a sentence or a cell. */
export const isShort = ({ isTight }: Pick<Page, "isTight">, text: string): boolean =>
  !text.includes("\n") && text.length <= (isTight ? longestInlineWhereTight : longestInline);

/** A command, and what the reader is told before the next one. */
type Typing = { readonly what: Action | Probe; readonly after: readonly RootContent[] };

/** The command in a block of its own, with who types it. */
export const commandBlock = (page: Page, what: Action | Probe): RootContent[] => plainBlocks(page, [what]);

/** Commands in blocks, without what they printed. */
export const plainBlocks = (page: Page, all: readonly (Action | Probe)[]): RootContent[] =>
  commandBlocks(
    page,
    all.map((what) => ({ what, after: [] })),
  );

/** Commands in blocks; those that one account types without anything to read between them share one. */
export const commandBlocks = (page: Page, typings: readonly Typing[]): RootContent[] =>
  grouped(
    page,
    typings.flatMap((one) => onPlatform(page, one)),
  ).flatMap((group) => {
    const [first] = group;
    const who = first === undefined ? [] : typist(page, first.what);
    const after = group.flatMap((one) => [...waiting(one.what), ...one.after]);
    return [
      ...(who.length === 0 ? [] : [paragraph(...who, ":")]),
      code("sh", group.map(({ what }) => typed(page, what)).join("\n")),
      ...after,
    ];
  });

/** What has no command on the platform is told by the step's note; what another command printed is not its output. */
const onPlatform = (page: Page, typing: Typing): Typing[] => {
  const { what } = typing;
  if (typed(page, what) === "") return [];
  const isAnother = "typed" in what && what.typed !== undefined;
  return [isAnother ? { what, after: [] } : typing];
};

const waiting = (what: Action | Probe): RootContent[] => {
  const afterwards = "expect" in what ? undefined : actionDefinition(what.kind).afterwards;
  return afterwards === undefined ? [] : [paragraph(afterwards)];
};

const grouped = (page: Page, typings: readonly Typing[]): Typing[][] => {
  const groups: Typing[][] = [];
  for (const one of typings) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const goesOn =
      last !== undefined &&
      last.after.length === 0 &&
      waiting(last.what).length === 0 &&
      JSON.stringify(typist(page, last.what)) === JSON.stringify(typist(page, one.what));
    if (goesOn) group?.push(one);
    else groups.push([one]);
  }
  return groups;
};

/** The first lines of what was printed, long ones cut. */
export const excerpt = (output: string, most = mostOutputLines): string => {
  const { lines, more } = firstLines(output, most);
  const cut = lines.map((line) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line));
  return [...cut, ...(more === 0 ? [] : [`… (${counted(more, "more line", "more lines")})`])].join("\n");
};

/** What a command printed on its two streams together; what a probe saw is no such text. */
export const printed = (seen: Observation | undefined): string =>
  seen?.kind !== "command"
    ? ""
    : [seen.stdout.trimEnd(), seen.stderr.trimEnd()].filter((text) => text !== "").join("\n");
