import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ScenarioError } from "../errors.ts";
import { type IndexEntry, indexSchema } from "./index-entry.ts";

/** Where an entry lies, beside the runbooks. */
export const entryFile = (runbooks: string, page: string): string =>
  join(runbooks, "symptoms", `${page}.json`);

/** The entry in this file; undefined when no drill wrote one. @throws ScenarioError when it cannot be read */
export const readEntry = (file: string): IndexEntry | undefined => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return parsed(text, file);
};

/** All entries, by name; none when there is no such folder. @throws ScenarioError when one cannot be read */
export const readIndex = (runbooks: string): IndexEntry[] => {
  let names: string[];
  try {
    names = readdirSync(join(runbooks, "symptoms"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => readEntry(join(runbooks, "symptoms", name)) ?? []);
};

const isVersions = (value: unknown): boolean =>
  typeof value === "object" && Object.values(value ?? {}).every((one) => typeof one === "string");

const isEntry = (value: unknown): value is IndexEntry => {
  const entry = value as Partial<IndexEntry> | null;
  return (
    typeof entry === "object" &&
    typeof entry?.scenario === "string" &&
    isVersions(entry.versions ?? {}) &&
    typeof entry.cause === "string" &&
    typeof entry.drills === "object" &&
    Array.isArray(entry.tellsApart) &&
    Array.isArray(entry.symptoms) &&
    entry.symptoms.every((one) => typeof one?.title === "string" && Array.isArray(one.texts))
  );
};

const parsed = (text: string, file: string): IndexEntry => {
  const next = "take the file from the repository again, or drill its scenario";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ScenarioError("a file of the index is not JSON", { where: file, next, cause });
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === "number" && schema > indexSchema) {
    throw new ScenarioError("a file of the index is newer than this drillbook", {
      where: file,
      expected: `schema ${indexSchema}`,
      got: `schema ${schema}`,
      next: "use the version that wrote it",
    });
  }
  if (!isEntry(value))
    throw new ScenarioError("a file of the index is not what a drill writes", { where: file, next });
  return value;
};
