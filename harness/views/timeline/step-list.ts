import type { Drawn, Frame } from "./frame.ts";
import type { StepStart } from "./sampled.ts";
import { fitted, label, textPx } from "./shapes.ts";

const linePx = 15;
const columns = 2;
const gapPx = 24;

/** What the numbers of the steps stand for, in two columns. */
export const stepList = (
  steps: readonly StepStart[],
  { leftX, plotX, plotPx }: Frame,
  topY: number,
): Drawn => {
  const columnPx = (plotX + plotPx - leftX - gapPx * (columns - 1)) / columns;
  const perColumn = Math.ceil(steps.length / columns);
  const elements = steps.map(({ phase, number, title, atMs }, index) => {
    const column = Math.floor(index / perColumn);
    const x = leftX + column * (columnPx + gapPx);
    const y = topY + linePx * (index - column * perColumn + 1);
    const when = `${`${phase} ${number}`.padEnd(13)}${`${(atMs / 1000).toFixed(1)} s`.padStart(8)}  `;
    return label("small faint", { x, y }, when + fitted(title, columnPx - textPx(when, 11), 11));
  });
  return { elements, height: steps.length === 0 ? 0 : linePx * perColumn + 6 };
};
