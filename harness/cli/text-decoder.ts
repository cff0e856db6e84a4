import { StringDecoder } from "node:string_decoder";

/** Makes text of the bytes of a file as they come. */
export type Decoder = { readonly write: (bytes: Buffer) => string; readonly end: () => string };

const zeros = (head: Buffer, odd: 0 | 1): number =>
  head.filter((byte, at) => byte === 0 && at % 2 === odd).length;

/** Which of the two, where the bytes are UTF-16: by their mark, or because every second one is 0, as in English. */
const utf16Of = (head: Buffer): "utf-16le" | "utf-16be" | undefined => {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const half = head.length / 2;
  const [even, odd] = [zeros(head, 0), zeros(head, 1)];
  if (odd > half * 0.7 && even < half * 0.1) return "utf-16le";
  return even > half * 0.7 && odd < half * 0.1 ? "utf-16be" : undefined;
};

/** Zero bytes, or many that no text has: a program, an image, an archive. */
const isBinary = (head: Buffer): boolean => {
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)).length;
  return head.includes(0) || odd > head.length / 10;
};

/** What decodes a text that begins with these bytes; undefined where they are no text. */
export const decoderFor = (head: Buffer): Decoder | undefined => {
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) {
    const decoder = new TextDecoder(utf16);
    return {
      write: (bytes) => decoder.decode(bytes, { stream: true }),
      end: () => decoder.decode(),
    };
  }
  if (isBinary(head)) return undefined;
  const decoder = new StringDecoder("utf8");
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() };
};
