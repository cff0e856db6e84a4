export type FrontMatterValue =
  | string
  | number
  | readonly string[]
  | { readonly [key: string]: FrontMatterValue };

/** The fields as YAML between `---` lines; whatever YAML could read as something else is quoted. */
export const frontMatter = (fields: Readonly<Record<string, FrontMatterValue>>): string =>
  `---\n${mapping(fields, "").join("\n")}\n---\n`;

const mapping = (fields: Readonly<Record<string, FrontMatterValue>>, indent: string): string[] =>
  Object.entries(fields).flatMap(([key, value]) => {
    const name = `${indent}${scalar(key)}:`;
    if (typeof value === "string" || typeof value === "number") return [`${name} ${scalar(String(value))}`];
    if (Array.isArray(value)) return [`${name} [${value.map((item) => scalar(String(item))).join(", ")}]`];
    const inner = mapping(value as Readonly<Record<string, FrontMatterValue>>, `${indent}  `);
    return inner.length === 0 ? [`${name} {}`] : [name, ...inner];
  });

/** Letters, digits and a few signs that mean nothing in YAML, not looking like a number, a time or a truth value. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9 ._/()+-]*$/.test(text) &&
  !/\s$/.test(text) &&
  !/^(true|false|null|yes|no|on|off|y|n|inf|nan)$/i.test(text);

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** JSON's strings are YAML's double-quoted strings, but for line ends that only YAML knows. */
const scalar = (text: string): string =>
  isPlain(text) || isDate(text)
    ? text
    : JSON.stringify(text).replace(
        /[\u007f-\u009f\u2028\u2029]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
