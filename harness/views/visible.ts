/** Control characters, and those that change the direction of text or cannot be seen. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const escaped = (character: string): string => {
  const code = character.charCodeAt(0);
  if (character === "\r") return "\\r";
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** The text with every character that a terminal or a page might act on written out; newlines and tabs stay. */
export const visible = (text: string): string => text.replaceAll("\r\n", "\n").replace(hidden, escaped);

/** The text on one line, its lines joined by a mark. */
export const oneLine = (text: string): string =>
  visible(text)
    .trim()
    .replace(/\s*\n\s*/g, " ⏎ ")
    .replaceAll("\t", " ");

/** The first lines, and how many were left out. */
export const firstLines = (text: string, most: number): { lines: readonly string[]; more: number } => {
  const all = visible(text).replace(/\s+$/, "").split("\n");
  return all.length <= most
    ? { lines: all, more: 0 }
    : { lines: all.slice(0, most), more: all.length - most };
};
