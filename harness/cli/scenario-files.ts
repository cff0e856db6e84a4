import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DrillbookError, ScenarioError, UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import { closest } from "../scenario/closest.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { watchLoading } from "./loading-watch.ts";
import { shownPath } from "./shown-path.ts";

const isScenarioFile = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".test.ts");

/** Ids of the scenarios in the folder: the names of its files. */
export const scenarioIds = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(isScenarioFile)
      .map((name) => basename(name, ".ts"))
      .sort();
  } catch (cause) {
    throw new UsageError(`there is no folder of scenarios at ${folder}`, {
      cause,
      next: "name one with --scenarios, or as scenarios in drillbook.config.ts",
    });
  }
};

/** The scenario's file, as messages name it. */
export const scenarioFile = (id: string, folder: string): string => shownPath(join(folder, `${id}.ts`));

/**
 * The scenario with this id, imported but not validated. `words` may have been meant, too.
 * @throws UsageError with a suggestion for an unknown id; ScenarioError when its file does not load
 */
export const loadScenario = async (
  id: string,
  folder: string,
  words: readonly string[] = [],
): Promise<Scenario> => {
  const ids = scenarioIds(folder);
  if (!ids.includes(id)) {
    const near = closest(id, [...ids, ...words]);
    throw new UsageError(`there is no scenario "${id}"`, {
      ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
      next: `${scenarioCommand(["list"])} shows them all`,
    });
  }
  const loaded = await importScenario(resolve(folder, `${id}.ts`), id);
  const file = scenarioFile(id, folder);
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
      next: "make the two the same: the file's name is the id, so that no two scenarios can share one",
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
    throw new ScenarioError(`${id}.ts does not load`, { where: placeOf(cause, file), got: said, cause });
  } finally {
    stopWatching();
  }
};

/** The file and line at which Node gave up, when it says so. */
const placeOf = (cause: unknown, file: string): string => {
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  const line = new RegExp(`${file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+)`).exec(stack)?.[1];
  return line === undefined ? shownPath(file) : `${shownPath(file)}:${line}`;
};
