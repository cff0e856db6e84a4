import { type AddressRef, isAddressRef, type Text } from "./text.ts";

/** Shell text that is put into a template as it is, without quotes. */
export type Raw = { readonly kind: "raw"; readonly text: Text };

export type Interpolated = string | number | AddressRef | Raw | readonly (string | number | AddressRef)[];

export const raw = (shellText: string): Raw => ({ kind: "raw", text: [shellText] });

/** The word as one argument of a POSIX shell. */
export const quote = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const interpolate = (value: Interpolated): Text => {
  if (typeof value === "string") return [quote(value)];
  if (typeof value === "number") return [String(value)];
  if (isAddressRef(value)) return [value];
  if ("kind" in value && value.kind === "raw") return value.text;
  return (value as readonly (string | number | AddressRef)[]).flatMap((item, index) => [
    ...(index === 0 ? [] : [" "]),
    ...interpolate(item),
  ]);
};

/** The script of a template literal: interpolated values are quoted, each as one argument. */
export const shellText = (strings: TemplateStringsArray, values: readonly Interpolated[]): Text => {
  const parts: (string | AddressRef)[] = [];
  strings.raw.forEach((literal, index) => {
    parts.push(literal);
    const value = values[index];
    if (value !== undefined) parts.push(...interpolate(value));
  });
  return parts.filter((part) => part !== "");
};
