import { join } from "node:path";
import type { Project } from "../config/load-project.ts";
import type { Without } from "../drill/context.ts";
import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import type { Journal } from "../journal/open-journal.ts";
import { closest } from "../scenario/closest.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { type PodmanVersion, usualPodman } from "../scenario/podman-version.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { assertValid } from "../scenario/validate.ts";
import { pageName, podmanOf, type Variant, variantsOf } from "../scenario/variant.ts";
import type { LiveView } from "../views/live-view.ts";
import { onVariant, variantFolder } from "../views/variant-words.ts";
import { attachView } from "./attach-view.ts";
import type { DrillDone, DrillRequest } from "./drill-request.ts";
import { exitCodeOfAll, printKinds } from "./kinds-end.ts";
import { usualKind, withMachinesOn } from "./machine-kinds.ts";
import { newReportFolder } from "./report-folder.ts";
import { runDrillRequests } from "./run-drill-requests.ts";
import type { RunOptions } from "./run-options.ts";
import { loadScenario, scenarioFile } from "./scenario-files.ts";
import { shownPath } from "./shown-path.ts";
import { withoutWhatMustFail } from "./without-what-must-fail.ts";

/** What may stand where a scenario does. */
const commandWords = ["list", "plan", "diagnose", "doctor", "shell", "clean"];

/** The procedures to run. @throws UsageError for one that the scenario does not have */
const chosenProcedures = (scenario: Scenario, wanted: readonly string[] | undefined): string[] => {
  const all = Object.keys(scenario.procedures);
  for (const id of wanted ?? []) {
    if (all.includes(id)) continue;
    const near = closest(id, all);
    throw new UsageError(`${scenario.id} has no procedure "${id}"`, {
      ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
      expected: `one of ${all.join(", ")}`,
    });
  }
  return [...new Set(wanted ?? all)];
};

/** @throws UsageError for a step that a chosen procedure does not have */
const assertSteps = (scenario: Scenario, procedures: readonly string[], without: Without): void => {
  for (const id of procedures) {
    const count = scenario.procedures[id]?.steps.length ?? 0;
    const beyond = without.steps.find((step) => step > count);
    if (beyond !== undefined) {
      throw new UsageError(`the procedure ${id} has no step ${beyond}`, {
        expected: `a number from 1 to ${count}`,
        next: `${scenarioCommand(["plan", scenario.id])} shows the steps; choose the procedure with --procedure`,
      });
    }
  }
};

/** @throws UsageError when more would be kept than can be */
const assertKeepable = (
  scenario: Scenario,
  chosen: readonly string[],
  kinds: readonly MachineKind[],
  versions: readonly PodmanVersion[],
): void => {
  if (kinds.length > 1) {
    throw new UsageError("only one kind's machines can be kept", {
      next: `choose one: --on ${kinds.join(", or --on ")}`,
    });
  }
  if (versions.length > 1) {
    throw new UsageError("only the machines of one podman can be kept", {
      next: `choose one: --podman ${versions.join(", or --podman ")}`,
    });
  }
  const [podman = usualPodman] = versions;
  const procedures = chosen.filter(
    (id) =>
      scenario.procedures[id]?.notWith?.[podman] === undefined &&
      kinds.some((kind) => scenario.procedures[id]?.notOn[kind] === undefined),
  );
  if (procedures.length > 1) {
    throw new UsageError("only one procedure's machines can be kept: rigs have fixed addresses", {
      next: `choose one: --procedure ${procedures.join(", or --procedure ")}`,
    });
  }
};

/** The name of the variant's page: a version of podman with commands of its own has a page of its own. */
const variantPageName = ({ id, withPodman = {} }: Scenario, variant: Variant): string =>
  pageName(id, withPodman[podmanOf(variant)] === undefined ? undefined : podmanOf(variant));

/** Runs a drill as the command line asks for it, on each kind of machine, and answers the exit code. */
export const runDrillCommand = async (id: string, options: RunOptions, project: Project): Promise<number> => {
  // Before anything runs: a page that cannot be written is told now.
  await project.inventory();
  const loaded = await loadScenario(id, options.scenarios, commandWords);
  assertValid(loaded, scenarioFile(id, options.scenarios));
  const without = options.without ?? { fault: false, steps: [] };
  const chosen = chosenProcedures(loaded, options.procedure);
  const procedures =
    without.steps.length === 0 ? chosen : withoutWhatMustFail(loaded, chosen, options.procedure);
  const { on: asked, ...others } = options;
  const scenario = withMachinesOn(loaded, asked?.machines ?? {});
  const named = asked?.kinds ?? [];
  const kinds = named.length > 0 ? named : [usualKind(scenario, procedures)];
  assertSteps(scenario, procedures, without);
  if (options.keep === true) assertKeepable(scenario, procedures, kinds, options.podman ?? []);
  const reportDir = newReportFolder(options.reports, id, new Date());
  const mode = options.json === true ? "json" : "auto";
  const variants = variantsOf(kinds, options.podman);
  const views = new Map<string, LiveView>();
  const requests = variants.map((variant, index): DrillRequest => {
    const folder = variants.length === 1 ? reportDir : join(reportDir, variantFolder(variant, variants));
    return {
      scenario: scenarioWith(scenario, variant.podman),
      page: variantPageName(scenario, variant),
      procedures,
      without,
      options: { ...others, on: variant.kind, podman: variant.podman },
      project,
      reportDir: folder,
      attach: (journal: Journal) => {
        const view = attachView(journal, mode, variants.length === 1 ? undefined : variant);
        views.set(folder, view);
        const number = `drill ${index + 1} of ${variants.length}`;
        if (variants.length > 1) view.notice(`${number}, on ${onVariant(variant, variants)}`);
      },
      notice: (line: string) => views.get(folder)?.notice(line),
    };
  });
  const endView = ({ reportDir: folder }: DrillRequest, { journal, timelineFile: file }: DrillDone): void => {
    const timeline = file === undefined ? undefined : shownPath(file);
    views.get(folder)?.end(journal.events, { report: shownPath(folder), timeline });
    views.get(folder)?.close();
  };
  try {
    const done = await runDrillRequests(requests, reportDir, endView);
    if (variants.length > 1) printKinds(scenario, done, { reportDir, mode });
    else for (const [index, request] of requests.entries()) if (done[index]) endView(request, done[index]);
    return exitCodeOfAll(done);
  } finally {
    for (const view of views.values()) view.close();
  }
};
