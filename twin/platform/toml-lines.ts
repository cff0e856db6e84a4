/** Keys, and positions in arrays of tables, from the root of a document. */
export type TomlPath = readonly (string | number)[];

/** The line of a key, or of its table when it is missing; `holding`: the line of the value that has this text. */
export type LineOf = (path: TomlPath, holding?: string) => number | undefined;

type Lines = { readonly first: number; readonly last: number };

const WORD = String.raw`(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+)`;
const KEY = new RegExp(String.raw`[ \t]*(${WORD}(?:[ \t]*\.[ \t]*${WORD})*)[ \t]*`, "y");
const REST_OF_LINE = /[^\n]*/y;
const VALUE_TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]|[^"'#[\]{}\n]+|["']/y;

const wordsOf = (key: string): string[] =>
  (key.match(new RegExp(WORD, "g")) ?? []).map((word) => {
    if (word.startsWith('"')) return JSON.parse(word) as string;
    return word.startsWith("'") ? word.slice(1, -1) : word;
  });

const idOf = (path: TomlPath): string => JSON.stringify(path);

/**
 * The lines of keys in a valid TOML document; the parser does not keep them. An inline table has the line of its key.
 */
export const tomlLines = (toml: string): LineOf => {
  const entries = new Map<string, Lines>();
  const counts = new Map<string, number>();
  let table: TomlPath = [];
  let at = 0;
  let line = 1;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(toml);
    if (found === null) return null;
    at = pattern.lastIndex;
    line += found[0].split("\n").length - 1;
    return found;
  };
  /** The table that a header names; in arrays of tables, the last one. */
  const inLast = (words: readonly string[]): TomlPath => {
    const path: (string | number)[] = [];
    for (const word of words) {
      path.push(word);
      const count = counts.get(idOf(path));
      if (count !== undefined) path.push(count - 1);
    }
    return path;
  };
  const takeHeader = (): void => {
    const isArray = toml.startsWith("[[", at);
    at += isArray ? 2 : 1;
    const words = wordsOf(take(KEY)?.[1] ?? "");
    if (isArray) {
      const array = idOf([...inLast(words.slice(0, -1)), ...words.slice(-1)]);
      counts.set(array, (counts.get(array) ?? 0) + 1);
    }
    table = inLast(words);
    entries.set(idOf(table), { first: line, last: line });
    take(REST_OF_LINE);
  };
  const takeValue = (): void => {
    for (let depth = 0; at < toml.length; ) {
      if (depth === 0 && toml[at] === "\n") return;
      const [token] = take(VALUE_TOKEN) ?? [""];
      if (token === "[" || token === "{") depth += 1;
      else if (token === "]" || token === "}") depth -= 1;
    }
  };

  while (at < toml.length) {
    take(/[ \t\r]*/y);
    const first = line;
    if (toml[at] === "[") takeHeader();
    else {
      const key = take(KEY)?.[1];
      if (key === undefined) take(REST_OF_LINE);
      else {
        takeValue();
        entries.set(idOf([...table, ...wordsOf(key)]), { first, last: line });
      }
    }
    take(/\n?/y);
  }

  const lines = toml.split("\n");
  return (path, holding) => {
    for (let length = path.length; length > 0; length -= 1) {
      const entry = entries.get(idOf(path.slice(0, length)));
      if (entry === undefined) continue;
      if (holding === undefined || length < path.length) return entry.first;
      const offset = lines.slice(entry.first - 1, entry.last).findIndex((text) => text.includes(holding));
      return entry.first + Math.max(0, offset);
    }
    return undefined;
  };
};
