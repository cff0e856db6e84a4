export type ByteRange = { readonly start: number; readonly end: number };

/**
 * The bytes that a `Range` header asks for, `end` not included: all of them when it is missing or has another
 * form, `undefined` when there are none such. Source: RFC 9110, 14.
 */
export const byteRange = (header: string | undefined, size: number): ByteRange | undefined => {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return { start: 0, end: size };
  if (first === "") {
    const start = Math.max(size - Number(last), 0);
    return Number(last) === 0 || size === 0 ? undefined : { start, end: size };
  }
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  return Number(first) < end ? { start: Number(first), end } : undefined;
};
