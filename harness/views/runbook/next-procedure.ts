import type { Step } from "../../scenario/step.ts";
import { type Inline, link } from "./markdown.ts";
import { linkFrom, linkInto, otherTitle, type Page, type Run, recoveryLink } from "./page.ts";

/**
 * The best of the procedures after this one that the platform can carry out, and that does not begin with the same steps
 * up to the one that failed: it would fail there, too.
 */
export const nextRun = ({ runs }: Page, run: Run, failed: number): Run | undefined => {
  const tried = JSON.stringify(stepsUpTo(run, failed));
  return runs
    .slice(runs.indexOf(run) + 1)
    .filter(({ record }) => record.terms?.needs === undefined)
    .find((one) => failed === 0 || JSON.stringify(stepsUpTo(one, failed)) !== tried);
};

const stepsUpTo = ({ procedure }: Run, number: number): readonly Step[] => procedure.steps.slice(0, number);

/** "Take `recreate`.", with a link to the procedure. */
export const takeWords = (
  page: Page,
  run: Run,
  { id, procedure }: Pick<Run, "id" | "procedure">,
): Inline[] => ["Take ", procedureLink(page, run, { id, procedure }), "."];

/** The link to a procedure, from where another one stands. */
export const procedureLink = (
  page: Page,
  run: Run,
  { id, procedure }: Pick<Run, "id" | "procedure">,
): Inline =>
  link(
    id,
    id === page.runs[0].id
      ? linkFrom(page, run, recoveryLink(page))
      : linkInto(page, "procedures", otherTitle(procedure)),
  );
