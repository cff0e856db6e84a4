import { type Command, Option } from "commander";
import type { Project } from "../config/load-project.ts";
import { type PodmanVersion, podmanVersions, usualPodman } from "../scenario/podman-version.ts";
import { scenariosOption } from "./folder-option.ts";
import { loadScenario, scenarioFile } from "./scenario-files.ts";

/** `drill plan SCENARIO`: what would run; no machine is touched. */
export const addPlan = (program: Command, project: Project): void => {
  program
    .command("plan")
    .argument("<scenario>")
    .description("print what a drill would run, step by step; no machine is touched")
    .addOption(
      new Option("--podman <version>", "as it would run with this podman")
        .choices(podmanVersions)
        .default(usualPodman),
    )
    .addOption(scenariosOption("a folder of scenarios; may be given again", project))
    .action(async (id: string, options: { podman: PodmanVersion; scenarios: readonly string[] }) => {
      const scenario = await loadScenario(id, options.scenarios);
      const [{ assertValid }, { renderScenarioPlan }] = await Promise.all([
        import("../scenario/validate.ts"),
        import("../views/scenario-plan.ts"),
      ]);
      assertValid(scenario, scenarioFile(id, options.scenarios));
      process.stdout.write(renderScenarioPlan(scenario, options.podman));
    });
};
