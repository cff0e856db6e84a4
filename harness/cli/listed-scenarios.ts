import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { listedDir } from "../machines/engine/cache-paths.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ListedScenario } from "../views/scenario-table.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { type ImportWatch, watchImports } from "./import-watch.ts";
import { loadScenario, scenarioFiles } from "./scenario-files.ts";

type Row = Exclude<ListedScenario, { broken: string }>;

/** Rows of an earlier list, each with the files that it was made of, as numbers of `files`. */
type Stored = {
  readonly madeBy: string;
  /** Path, time of the last change in milliseconds, and size. */
  readonly files: readonly (readonly [string, number, number])[];
  readonly rows: Readonly<Record<string, { readonly row: Row; readonly from: readonly number[] }>>;
};

const madeBy = (): string => `${drillbookVersion()}, Node ${process.version}`;

const storeOf = (folders: readonly string[]): string =>
  join(listedDir(), `${createHash("sha256").update(folders.join("\n")).digest("hex").slice(0, 16)}.json`);

const stateOf = (file: string): readonly [number, number] => {
  const { mtimeMs = 0, size = -1 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return [mtimeMs, size];
};

const read = (store: string): Stored | undefined => {
  try {
    const stored = JSON.parse(readFileSync(store, "utf8")) as Stored;
    return stored.madeBy === madeBy() ? stored : undefined;
  } catch {
    // There is none yet, or it is damaged: the list is made anew.
    return undefined;
  }
};

/** The rows whose files are as they were. */
const unchanged = (stored: Stored | undefined): Map<string, { row: Row; from: string[] }> => {
  if (stored === undefined) return new Map();
  const isSame = stored.files.map(([file, mtimeMs, size]) => {
    const [nowMs, nowSize] = stateOf(file);
    return nowMs === mtimeMs && nowSize === size;
  });
  return new Map(
    Object.entries(stored.rows)
      .filter(([, { from }]) => from.every((index) => isSame[index] === true))
      .map(([file, { row, from }]) => [
        file,
        { row, from: from.flatMap((index) => stored.files[index]?.[0] ?? []) },
      ]),
  );
};

const write = (store: string, rows: ReadonlyMap<string, { row: Row; from: readonly string[] }>): void => {
  const files = [...new Set([...rows.values()].flatMap(({ from }) => from))];
  const numbers = new Map(files.map((file, index) => [file, index]));
  const stored: Stored = {
    madeBy: madeBy(),
    files: files.map((file) => [file, ...stateOf(file)]),
    rows: Object.fromEntries(
      [...rows].map(([file, { row, from }]) => [
        file,
        { row, from: from.flatMap((one) => numbers.get(one) ?? []) },
      ]),
    ),
  };
  const unfinished = `${store}.${process.pid}`;
  try {
    mkdirSync(join(store, ".."), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(stored));
    renameSync(unfinished, store);
  } catch {
    // Without a place to keep it the list is only slower.
  }
};

const rowOf = ({ id, title, notOn, procedures }: Scenario): Row => ({
  id,
  title,
  notOn,
  procedures: Object.fromEntries(
    Object.entries(procedures).map(([name, { notOn, mustFail }]) => [
      name,
      mustFail === undefined ? { notOn } : { notOn, mustFail },
    ]),
  ),
});

type Listing = { readonly rows: readonly ListedScenario[]; readonly errors: readonly unknown[] };

/**
 * A row for each scenario. One whose file, and all that it imports, is as in an earlier list is not imported again:
 * what a scenario reads by itself while it is imported, such as a TOML file, is not looked at.
 */
export const listScenarios = async (folders: readonly string[]): Promise<Listing> => {
  const store = storeOf(folders);
  const stored = read(store);
  const known = unchanged(stored);
  const kept = new Map<string, { row: Row; from: readonly string[] }>();
  const rows: ListedScenario[] = [];
  const errors: unknown[] = [];
  let watch: ImportWatch | undefined;
  for (const [id, file] of scenarioFiles(folders)) {
    const before = known.get(file);
    if (before !== undefined) {
      kept.set(file, before);
      rows.push(before.row);
      continue;
    }
    watch ??= watchImports();
    try {
      const row = rowOf(await loadScenario(id, folders));
      rows.push(row);
      const from = watch.importedBy(pathToFileURL(file).href).map((url) => fileURLToPath(url));
      kept.set(file, { row, from });
    } catch (error) {
      rows.push({ id, broken: error instanceof Error ? error.message : String(error) });
      errors.push(error);
    }
  }
  watch?.end();
  if (watch !== undefined || kept.size !== Object.keys(stored?.rows ?? {}).length) write(store, kept);
  return { rows, errors };
};
