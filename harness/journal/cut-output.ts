/** The longest text that a journal keeps whole, in bytes of UTF-8. */
export const longestTextBytes = 64 * 1024;

const marker = (bytes: number): string => `\n[… ${bytes} bytes left out by the journal …]\n`;

/** The text, or its beginning and its end with the number of bytes that were left out between them. */
export const cutText = (text: string, limitBytes = longestTextBytes): string => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= limitBytes) return text;
  const data = Buffer.from(text);
  const half = Math.floor((limitBytes - Buffer.byteLength(marker(bytes))) / 2);
  const head = data.subarray(0, characterStart(data, half));
  const tail = data.subarray(characterStart(data, bytes - half));
  return `${head}${marker(bytes - head.length - tail.length)}${tail}`;
};

/** The nearest place at or after this one where a character begins, so that none is cut in two. */
const characterStart = (data: Buffer, index: number): number => {
  let at = index;
  while (at < data.length && ((data[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return at;
};

/** Cuts every text within a value. */
export const cutTexts = <T>(value: T): T => {
  if (typeof value === "string") return cutText(value) as T;
  if (Array.isArray(value)) return value.map(cutTexts) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cutTexts(inner)])) as T;
};
