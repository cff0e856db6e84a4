import type {
  BlockContent,
  Blockquote,
  Code,
  Heading,
  Html,
  List,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  Table,
} from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Phrase } from "../../scenario/phrase.ts";
import { oneLine, visible } from "../visible.ts";

/** What stands in a line of the page: plain text, or something that is set apart. */
export type Inline = string | PhrasingContent;

const nodes = (parts: readonly Inline[]): PhrasingContent[] =>
  parts
    .filter((part) => part !== "")
    .map((part) => (typeof part === "string" ? { type: "text", value: oneLineKeepingEnds(part) } : part));

/** Spaces at the ends hold a sentence together when its parts are put side by side. */
const oneLineKeepingEnds = (text: string): string => {
  const inner = oneLine(text);
  if (inner === "") return text === "" ? "" : " ";
  return `${/^\s/.test(text) ? " " : ""}${inner}${/\s$/.test(text) ? " " : ""}`;
};

export const strong = (...parts: Inline[]): PhrasingContent => ({ type: "strong", children: nodes(parts) });
export const inlineCode = (text: string): PhrasingContent => ({ type: "inlineCode", value: oneLine(text) });
export const link = (text: string, url: string): PhrasingContent => ({
  type: "link",
  url,
  children: nodes([text]),
});

export const heading = (depth: Heading["depth"], ...parts: Inline[]): Heading => ({
  type: "heading",
  depth,
  children: nodes(parts),
});

/** Sentences are written with the space that parts them from the next; after the last one, it would be escaped. */
const withoutEndSpace = (parts: readonly Inline[]): Inline[] => {
  const last = parts.at(-1);
  return typeof last === "string" ? [...parts.slice(0, -1), last.trimEnd()] : [...parts];
};

export const paragraph = (...parts: Inline[]): Paragraph => ({
  type: "paragraph",
  children: nodes(withoutEndSpace(parts)),
});

export const quotation = (...parts: Inline[]): Blockquote => ({
  type: "blockquote",
  children: [paragraph(...parts)],
});

/** A block that is copied or compared as it is. */
export const code = (lang: "sh" | "text", value: string): Code => ({
  type: "code",
  lang,
  value: visible(value).replace(/\n+$/, ""),
});

/** What an author wrote as markdown, put into the page as it is. */
export const markdown = (value: string): Html => ({ type: "html", value });

export const bullets = (items: readonly (readonly Inline[])[]): List => ({
  type: "list",
  ordered: false,
  spread: false,
  children: items.map((item) => ({ type: "listItem", spread: false, children: [paragraph(...item)] })),
});

export const numbered = (items: readonly (readonly Inline[])[]): List => ({
  ...bullets(items),
  ordered: true,
});

export const table = (rows: readonly (readonly (readonly Inline[])[])[]): Table => ({
  type: "table",
  children: rows.map((cells) => ({
    type: "tableRow",
    children: cells.map((cell) => ({ type: "tableCell", children: nodes(cell) })),
  })),
});

/** What an author wrote: `code` and **strong** are meant, every other sign is itself, a new line a space. */
export const prose = (text: string): Inline[] =>
  text
    .replace(/\s*\n\s*/g, " ")
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.length > 2 && part.startsWith("`")) return inlineCode(part.slice(1, -1));
      return part.length > 4 && part.startsWith("**") ? strong(part.slice(2, -2)) : part;
    });

export const phrase = (pieces: Phrase): Inline[] =>
  pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    return inlineCode("pattern" in piece ? piece.pattern : piece.literal);
  });

/** Changes every text of a page, whatever it is part of. */
export const mapTexts = <T extends Root | RootContent | BlockContent | PhrasingContent>(
  node: T,
  change: (text: string) => string,
): T => {
  const mapped = "value" in node ? { ...node, value: change(node.value) } : { ...node };
  if (!("children" in mapped)) return mapped as T;
  const children = (mapped.children as RootContent[]).map((child) => mapTexts(child, change));
  return { ...mapped, children } as T;
};

/** Words in brackets that stand for what changes, as plain words: they are no text that a command prints. */
export const withPlainWords = <T extends Root | RootContent | PhrasingContent>(node: T): T => {
  const words = node.type === "inlineCode" ? /^\((.*)\)$/.exec(node.value)?.[1] : undefined;
  if (words !== undefined) return { type: "text", value: words } as T;
  if (!("children" in node)) return node;
  return { ...node, children: (node.children as RootContent[]).map(withPlainWords) } as T;
};

/** Every text of a part of a page, in its order. */
export const textsIn = (node: RootContent): string[] => [
  ...("value" in node ? [node.value] : []),
  ...("children" in node ? (node.children as RootContent[]).flatMap(textsIn) : []),
];

export const renderMarkdown = (root: Root): string =>
  toMarkdown(root, {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    bullet: "-",
    fences: true,
    rule: "-",
    emphasis: "*",
  });
