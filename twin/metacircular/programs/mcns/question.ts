import { decode, type Question } from "dns-packet";

const HEADER_BYTES = 12;
const LONGEST_LABEL = 63;
const LONGEST_NAME_BYTES = 255;

/** The question of a request, and its bytes, which a reply repeats exactly. */
export type AskedQuestion = { readonly question: Question; readonly bytes: Buffer };

/** The label with unprintable bytes as `\ddd`, and a dot in it as `\.`. Source: RFC 1035, 5.1. */
const labelText = (label: Buffer): string =>
  [...label]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      if (char === "." || char === "\\") return `\\${char}`;
      return byte > 0x20 && byte < 0x7f ? char : `\\${String(byte).padStart(3, "0")}`;
    })
    .join("");

/** Where the name in the question ends; its labels go to `labels`. @throws when it is no name */
const readName = (message: Buffer, labels: string[]): number => {
  let at = HEADER_BYTES;
  for (;;) {
    const length = message.readUInt8(at);
    at += 1;
    if (length === 0) break;
    // A compression pointer is invalid: no name precedes the first one.
    if (length > LONGEST_LABEL) throw new Error("the question holds a pointer or a bad label");
    if (at + length > message.length) throw new Error("the question ends inside a label");
    labels.push(labelText(message.subarray(at, at + length)));
    at += length;
  }
  if (at - HEADER_BYTES > LONGEST_NAME_BYTES) throw new Error("the name is too long");
  return at;
};

/** The only question of a message. @throws when it cannot be read */
export const readQuestion = (message: Buffer): AskedQuestion => {
  const labels: string[] = [];
  const end = readName(message, labels) + 4;
  const bytes = message.subarray(HEADER_BYTES, end);
  if (end > message.length) throw new Error("the question ends after its name");
  const alone = Buffer.concat([Buffer.alloc(HEADER_BYTES), bytes]);
  alone.writeUInt16BE(1, 4);
  const parsed = decode(alone).questions?.[0];
  if (parsed === undefined) throw new Error("there is no question");
  return { question: { ...parsed, name: labels.length === 0 ? "." : labels.join(".") }, bytes };
};

/** Whether the name can be forwarded: no byte of it had to be escaped. */
export const isPlainName = (name: string): boolean => !name.includes("\\");
