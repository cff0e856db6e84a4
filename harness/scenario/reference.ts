import { addressesIn, isPlaceholder, type Text } from "./text.ts";

/** What an operator looks things up in while they recover, for example a table of services. */
export type Reference = {
  readonly title: string;
  /** Markdown; it is put into the page as it is, with the addresses filled in. */
  readonly text: Text;
};

const isText = (value: unknown): value is Text =>
  Array.isArray(value) && value.every((part) => typeof part === "string" || isPlaceholder(part));

const isBlank = (text: Text): boolean => text.every((part) => typeof part === "string" && part.trim() === "");

/** `knows` answers whether a machine of the rig has the address. */
export const referenceProblems = (
  references: readonly Reference[],
  knows: (machine: string, network: string) => boolean,
): string[] => [
  ...references.flatMap((one, index) => partProblems(one, index, knows)),
  ...[...new Set(references.map(({ title }) => title))]
    .filter((title) => references.filter((one) => one.title === title).length > 1)
    .map((title) => `reference: two are named "${title}"`),
];

const partProblems = (
  { title, text }: Reference,
  index: number,
  knows: (machine: string, network: string) => boolean,
): string[] => {
  const where = `reference ${index + 1}`;
  if (typeof title !== "string" || title.trim() === "") return [`${where}: has no title`];
  if (!isText(text)) return [`${where} (${title}): its text is not a text`];
  if (isBlank(text)) return [`${where} (${title}): is empty`];
  return addressesIn(text)
    .filter(({ machine, network }) => !knows(machine, network))
    .map(
      ({ machine, network }) =>
        `${where} (${title}): machine "${machine}" has no address on network "${network}"`,
    );
};
