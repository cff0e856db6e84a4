import { stripVTControlCharacters } from "node:util";

/** Made when it is first needed: it takes longer than all the rest of a list. */
let segmenter: Intl.Segmenter | undefined;
const segmentsOf = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
};
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

const columnsOf = (segment: string): number => (wide.test(segment) ? 2 : 1);

/** Whether each character is a segment of one column. */
const plain = (text: string): boolean =>
  /^[\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2190-\u21ff]*$/.test(text);

/** How many columns of a terminal the text takes; escape sequences take none. */
export const widthOf = (text: string): number => {
  const bare = stripVTControlCharacters(text);
  if (plain(bare)) return bare.length;
  return [...segmentsOf(bare)].reduce((sum, { segment }) => sum + columnsOf(segment), 0);
};

/** The text, cut with `…` where it is wider than this; it must hold no escape sequences. */
export const cutTo = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  if (columns < 1) return "";
  if (plain(text)) return `${text.slice(0, columns - 1)}…`;
  let cut = "";
  let used = 0;
  for (const { segment } of segmentsOf(text)) {
    used += columnsOf(segment);
    if (used > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
};

export const padTo = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - widthOf(text)));

/** The text in lines of this width, broken between words where that can be. */
export const fold = (text: string, columns: number): string[] =>
  text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let rest = line.replaceAll("\t", "  ");
    while (widthOf(rest) > columns) {
      const piece = cutTo(rest, columns + 1).slice(0, -1);
      const space = piece.lastIndexOf(" ");
      const end = space > columns / 2 ? space : piece.length;
      lines.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end).trimStart();
    }
    return [...lines, rest];
  });
