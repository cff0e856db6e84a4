import type { Command } from "commander";
import { loadScenario, scenarioIds } from "./scenario-files.ts";

/** `drill list`: what there is to drill. */
export const addList = (program: Command): void => {
  program
    .command("list")
    .description("show every scenario, with its procedures")
    .option("--scenarios <folder>", "the folder of scenarios")
    .action((options: { scenarios?: string }) => printList(options.scenarios));
};

export const printList = async (folder?: string): Promise<void> => {
  const [{ renderScenarioTable }, scenarios] = await Promise.all([
    import("#harness/views/scenario-table.ts"),
    Promise.all(scenarioIds(folder).map((id) => loadScenario(id, folder))),
  ]);
  process.stdout.write(renderScenarioTable(scenarios));
};
