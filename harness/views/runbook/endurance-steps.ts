import type { RootContent } from "mdast";
import { type ProcedureRecord, stepsIn } from "../../journal/drill-record.ts";
import type { Step } from "../../scenario/step.ts";
import { heading, paragraph, prose, strong } from "./markdown.ts";
import { outcomeOf } from "./outcome.ts";
import type { Page } from "./page.ts";
import { commandBlocks } from "./typing.ts";

export const enduranceTitle = "What the drill did to test that the recovery lasts";

/** It stands where steps stand, and is none: some of it breaks the platform again. */
export const enduranceNote =
  "This is not part of the recovery. The drill did this on disposable machines; do not do it on a platform that has just recovered.";

/**
 * What a recovery was put through to see that it lasts. What a command printed is told where the scenario looks at
 * it: that is why it was run. `done`: how many steps of the phase came before these.
 */
export const enduranceSteps = (
  page: Page,
  steps: readonly Step[],
  record: ProcedureRecord,
  done = 0,
): RootContent[] => {
  const seen = stepsIn(record, "endurance");
  return steps.flatMap((step, index) => {
    const actions = seen.find(({ number }) => number === done + index + 1)?.actions ?? [];
    return [
      paragraph(strong(...prose(step.title)), ". ", ...prose(step.why)),
      ...commandBlocks(
        page,
        step.run.map((what, at) => ({
          what,
          after: what.kind === "command" && what.expect.output.length > 0 ? outcomeOf(actions[at]) : [],
        })),
      ),
    ];
  });
};

/** The endurance of each procedure that has one of its own. */
export const lastingSections = (page: Page): RootContent[] =>
  page.runs.flatMap(({ procedure, record }) =>
    procedure.endurance.length === 0
      ? []
      : [
          heading(2, `${enduranceTitle}: `, ...prose(procedure.title)),
          paragraph(enduranceNote),
          ...enduranceSteps(page, procedure.endurance, record, page.scenario.endurance.length),
          paragraph("The checklist held again after that."),
        ],
  );
