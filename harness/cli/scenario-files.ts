import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadingHint } from "../config/loading-hint.ts";
import { DrillbookError, ScenarioError, UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import { closest } from "../scenario/closest.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { watchLoading } from "./loading-watch.ts";
import { shownPath } from "./shown-path.ts";

const isScenarioFile = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".test.ts");

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(isScenarioFile);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new UsageError(`there is no folder of scenarios at ${folder}`, {
      next: "name one with --scenarios, or as scenarios in drillbook.config.ts",
    });
  }
};

/**
 * The files of the scenarios in these folders by their ids, which are the files' names, in order of the ids.
 * @throws UsageError for a folder that does not exist; ScenarioError for an id that two files have
 */
export const scenarioFiles = (folders: readonly string[]): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of filesIn(folder)) {
      const id = basename(name, ".ts");
      const [file, other] = [join(folder, name), files.get(id)];
      if (other !== undefined) {
        throw new ScenarioError(`two scenarios have the id ${id}`, {
          where: shownPath(other),
          got: shownPath(file),
          next: "rename one of the files, and the id in it",
        });
      }
      files.set(id, file);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Ids of the scenarios in the folders. */
export const scenarioIds = (folders: readonly string[]): string[] => [...scenarioFiles(folders).keys()];

/** The scenario's file, as messages name it. */
export const scenarioFile = (id: string, folders: readonly string[]): string =>
  shownPath(scenarioFiles(folders).get(id) ?? `${id}.ts`);

/**
 * The scenario with this id, imported but not validated. `words` may have been meant, too.
 * @throws UsageError with a suggestion for an unknown id; ScenarioError when its file does not load
 */
export const loadScenario = async (
  id: string,
  folders: readonly string[],
  words: readonly string[] = [],
): Promise<Scenario> => {
  const files = scenarioFiles(folders);
  const path = files.get(id);
  if (path === undefined) {
    const near = closest(id, [...files.keys(), ...words]);
    const none = words.length > 0 ? "no command and no scenario" : "no scenario";
    const meant = near === undefined ? "" : `did you mean ${near}? `;
    throw new UsageError(`there is ${none} "${id}"`, {
      next: `${meant}${scenarioCommand(["list"])} shows all scenarios`,
    });
  }
  const loaded = await importScenario(resolve(path), id);
  const file = shownPath(path);
  if (typeof loaded !== "object" || loaded === null || !("procedures" in loaded) || !("id" in loaded)) {
    throw new ScenarioError(`${id}.ts exports no scenario`, {
      where: file,
      next: "export default scenario({ … })",
    });
  }
  const found = loaded as Scenario;
  if (found.id !== id) {
    throw new ScenarioError(`the id "${found.id}" is not the name of its file`, {
      where: file,
      expected: `id: "${id}"`,
      got: `id: "${found.id}"`,
      next: "rename one of the two: the file's name is the id, so that ids are unique",
    });
  }
  return found;
};

const importScenario = async (file: string, id: string): Promise<unknown> => {
  const stopWatching = await watchLoading(shownPath(file));
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (cause) {
    if (cause instanceof DrillbookError)
      throw new ScenarioError(cause.message, { where: placeOf(cause, file), ...cause.facts });
    const said = cause instanceof Error ? cause.message : String(cause);
    const instead = oldImports.find(([old]) => said.includes(old))?.[1];
    throw new ScenarioError(`${id}.ts does not load`, {
      where: placeOf(cause, file),
      got: said,
      ...(instead === undefined ? loadingHint(said) : { next: instead }),
      cause,
    });
  } finally {
    stopWatching();
  }
};

/** Imports of before, as Node's error names them, and what to write in their place. */
const oldImports = [
  ['"#harness', 'import from "drillbook"'],
  ["'perPodman'", 'write perVersion("podman", { … }) in place of perPodman({ … })'],
] as const;

/** The file and line at which Node gave up, when it says so. */
const placeOf = (cause: unknown, file: string): string => {
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  const line = new RegExp(`${file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+)`).exec(stack)?.[1];
  return line === undefined ? shownPath(file) : `${shownPath(file)}:${line}`;
};
