import type { Message } from "./catalogue/message.ts";
import type { FoundLine } from "./found-line.ts";

/** What a text says, by the names of values: `uid`, `path`, `server`, … */
export type Values = Readonly<Record<string, string>>;

/** A message of the catalogue that a line of the text is. */
export type Evidence = { readonly line: FoundLine; readonly message: Message; readonly values: Values };

/** The values of a match; alternatives of one pattern number their groups (`path`, `path2`). */
const valuesOf = (groups: Readonly<Record<string, string | undefined>> | undefined): Values =>
  Object.fromEntries(
    Object.entries(groups ?? {}).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name.replace(/\d+$/, ""), value.replace(/[.,;]+$/, "")]],
    ),
  );

/** A line's message, the values in it, and where it stands in the line. */
export type FoundMessage = {
  readonly message: Message;
  readonly values: Values;
  readonly from: number;
  readonly to: number;
};

/** The messages of the catalogue that stand in a visible line. */
export const messagesIn = (line: string, catalogue: readonly Message[]): FoundMessage[] => {
  const lower = line.toLowerCase();
  return catalogue
    .filter(({ anchors }) => anchors.some((anchor) => lower.includes(anchor)))
    .flatMap((message) => {
      const found = message.pattern.exec(line);
      if (found === null) return [];
      const [from, to] = [found.index, found.index + found[0].length];
      return [{ message, values: valuesOf(found.groups), from, to }];
    });
};
