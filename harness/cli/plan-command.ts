import type { Command } from "commander";
import type { Project } from "../config/load-project.ts";
import { addDrillOptions, type CommandOptions } from "./drill-options.ts";
import { shownPath } from "./shown-path.ts";

/** `drill plan SCENARIO`: what a drill with the same flags would do; no machine is touched. */
export const addPlan = (program: Command, project: Project): void => {
  const command = program
    .command("plan")
    .argument("<scenario>")
    .description("print what a drill would run with these flags, step by step; no machine is touched");
  addDrillOptions(command, project, "print the plans of the drills as one JSON object").action(
    async (id: string, options: CommandOptions) => {
      const [{ loadPlans }, { renderDrillPlans }] = await Promise.all([
        import("./load-plans.ts"),
        import("../views/drill-plan.ts"),
      ]);
      const drills = await loadPlans(id, options, project, { tries: false });
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ drills })}\n` : renderDrillPlans(drills, shownPath),
      );
    },
  );
};
