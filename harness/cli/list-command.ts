import type { Command } from "commander";
import type { Project } from "../config/load-project.ts";
import { scenariosOption } from "./folder-option.ts";
import { printError } from "./print-error.ts";
import { loadScenario, scenarioIds } from "./scenario-files.ts";

/** `drill list`: what there is to drill. */
export const addList = (program: Command, project: Project): void => {
  program
    .command("list")
    .description("show every scenario, with its procedures")
    .addOption(scenariosOption("a folder of scenarios; may be given again", project))
    .action((options: { scenarios: readonly string[] }) => printList(options.scenarios));
};

/** A file of which no scenario can be read hides no other: it is in the list, and its error below it. */
export const printList = async (folders: readonly string[]): Promise<void> => {
  const { renderScenarioTable } = await import("../views/scenario-table.ts");
  const ids = scenarioIds(folders);
  const loaded = await Promise.allSettled(ids.map((id) => loadScenario(id, folders)));
  const listed = loaded.map((one, index) =>
    one.status === "fulfilled"
      ? one.value
      : {
          id: ids[index] ?? "",
          broken: one.reason instanceof Error ? one.reason.message : String(one.reason),
        },
  );
  process.stdout.write(renderScenarioTable(listed));
  for (const one of loaded) if (one.status === "rejected") process.exitCode = await printError(one.reason);
};
