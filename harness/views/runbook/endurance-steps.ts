import type { RootContent } from "mdast";
import type { Step } from "#harness/scenario/step.ts";
import { paragraph, prose, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { commandBlocks } from "./typing.ts";

/** What a recovery was put through to see that it lasts. */
export const enduranceSteps = (page: Page, steps: readonly Step[]): RootContent[] =>
  steps.flatMap((step) => [
    paragraph(strong(...prose(step.title)), ". ", ...prose(step.why)),
    ...commandBlocks(
      page,
      step.run.map((what) => ({ what, after: [] })),
    ),
  ]);
