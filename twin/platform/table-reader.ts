import type { LineOf, TomlPath } from "./toml-lines.ts";

/** An error in a TOML file; the message has the place, the error and the fix on one line. */
export class TableError extends Error {
  constructor(where: string, problem: string, todo: string) {
    super(`${where}: ${problem}; ${todo}`);
    this.name = "TableError";
  }
}

/** The place of a table in its text. */
type Place = { readonly file: string; readonly lineOf: LineOf; readonly path: TomlPath };

type Range = { readonly min: number; readonly max: number };

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/**
 * Reads a TOML table key by key; `done` refuses the keys that were not read.
 *
 * Not zod: every import of a scenario reads these files, and to load zod takes longer than to list all scenarios.
 */
export class TableReader {
  readonly where: string;
  readonly #table: Readonly<Record<string, unknown>>;
  readonly #asked = new Set<string>();
  readonly #place: Place | undefined;

  /**
   * With a place, `where` begins with its file, and messages name the line.
   *
   * @throws TableError when the value is not a table.
   */
  constructor(value: unknown, where: string, place?: Place) {
    this.where = where;
    this.#place = place;
    if (!isTable(value))
      throw new TableError(this.#withLine([]), "is not a table", "write it as [name] or { key = value }");
    this.#table = value;
  }

  /** The same table with a better name for messages; keys that were read stay read. */
  named(name: string): TableReader {
    const reader = new TableReader(this.#table, `${this.where} (${name})`, this.#place);
    for (const key of this.#asked) reader.#asked.add(key);
    return reader;
  }

  /** The keys that the table holds. */
  get keys(): readonly string[] {
    return Object.keys(this.#table);
  }

  /** File and line of a key, or of the part of its value that holds this text; the file alone where no line is known. */
  at(key: string, holding?: string): string {
    return this.#place === undefined ? this.where : `${this.#place.file}${this.#line([key], holding)}`;
  }

  #line(keys: TomlPath, holding?: string): string {
    const line = this.#place?.lineOf([...this.#place.path, ...keys], holding);
    return line === undefined ? "" : `:${line}`;
  }

  #withLine(keys: TomlPath, holding?: string): string {
    if (this.#place === undefined) return this.where;
    const { file } = this.#place;
    return `${file}${this.#line(keys, holding)}${this.where.slice(file.length)}`;
  }

  #inside(value: unknown, where: string, keys: TomlPath): TableReader {
    const place = this.#place;
    return new TableReader(value, where, place && { ...place, path: [...place.path, ...keys] });
  }

  #take(key: string): unknown {
    this.#asked.add(key);
    return Object.hasOwn(this.#table, key) ? this.#table[key] : undefined;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#table, key);
  }

  /** `holding`: the wrong part of the value, as written in the file. */
  fail(key: string, problem: string, todo: string, holding?: string): never {
    throw new TableError(this.#withLine([key], holding), `${key} ${problem}`, todo);
  }

  string(key: string, example: string): string {
    const value = this.#take(key);
    if (value === undefined) this.fail(key, "is missing", `add ${key} = "${example}"`);
    if (typeof value !== "string" || value === "") {
      this.fail(key, "is not a text", `write ${key} = "${example}"`);
    }
    return value;
  }

  optionalString(key: string, example: string): string | undefined {
    return this.has(key) ? this.string(key, example) : this.#none(key);
  }

  integer(key: string, range: Range, fallback?: number): number {
    const value = this.#take(key) ?? fallback;
    if (value === undefined) this.fail(key, "is missing", `add ${key} = ${range.min}`);
    if (typeof value !== "number" || !Number.isInteger(value) || value < range.min || value > range.max) {
      this.fail(key, `is ${JSON.stringify(value)}`, `write a whole number from ${range.min} to ${range.max}`);
    }
    return value;
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#take(key) ?? fallback;
    if (typeof value !== "boolean") this.fail(key, "is not a boolean", `write ${key} = true or false`);
    return value;
  }

  strings(key: string): readonly string[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value) || value.some((item) => typeof item !== "string")) {
      this.fail(key, "is not a list of texts", `write ${key} = ["…", "…"]`);
    }
    return value as string[];
  }

  integers(key: string, range: Range): readonly number[] {
    const value = this.#take(key) ?? [];
    const fits = (item: unknown) =>
      typeof item === "number" && Number.isInteger(item) && item >= range.min && item <= range.max;
    if (!Array.isArray(value) || !value.every(fits)) {
      this.fail(key, "is not a list of numbers", `write numbers from ${range.min} to ${range.max}`);
    }
    return value as number[];
  }

  oneOf<const Value extends string>(key: string, values: readonly Value[], fallback?: Value): Value {
    const value = this.#take(key) ?? fallback;
    const found = values.find((item) => item === value);
    if (found === undefined) {
      this.fail(
        key,
        value === undefined ? "is missing" : `is ${JSON.stringify(value)}`,
        `write one of ${values.join(", ")}`,
      );
    }
    return found;
  }

  table(key: string): TableReader {
    const value = this.#take(key);
    if (value === undefined) this.fail(key, "is missing", `add a table [${key}]`);
    return this.#inside(value, `${this.where}: ${key}`, [key]);
  }

  optionalTable(key: string): TableReader | undefined {
    return this.has(key) ? this.table(key) : this.#none(key);
  }

  tables(key: string): readonly TableReader[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value)) this.fail(key, "is not an array of tables", `write [[${key}]]`);
    return value.map((item, index) => this.#inside(item, `${this.where}: ${key} ${index + 1}`, [key, index]));
  }

  #none(key: string): undefined {
    this.#asked.add(key);
    return undefined;
  }

  /** @throws TableError when the table has a key that was not read. */
  done(): void {
    const unknown = this.keys.find((key) => !this.#asked.has(key));
    if (unknown !== undefined) {
      this.fail(
        unknown,
        "is not a known key",
        `remove it, or write one of ${[...this.#asked].sort().join(", ")}`,
      );
    }
  }
}
