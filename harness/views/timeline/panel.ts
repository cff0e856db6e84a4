import { seconds } from "../time-words.ts";
import type { Element } from "../xml.ts";
import { tickStepMs, ticksOf } from "./axis.ts";
import { bar, rowPx } from "./bar.ts";
import type { Drawn, Frame } from "./frame.ts";
import { placeLabels } from "./place-labels.ts";
import type { Row, Span } from "./rows.ts";
import type { Range, SampledProcedure } from "./sampled.ts";
import { fitted, label, line, rect, textPx } from "./shapes.ts";
import { stepList } from "./step-list.ts";

const headPx = 26;
const lanePx = 16;
const axisPx = 26;
const mostTicks = 12;
const mostTooltipPx = 900;

/** One procedure: its phases and steps, a row for each machine and probe, the axis, and the steps' titles. */
export const panel = (one: SampledProcedure, frame: Frame, topY: number): Drawn => {
  const xOf = (ms: number): number => frame.plotX + ((ms - one.fromMs) / frame.shownMs) * frame.plotPx;
  const phases = placeLabels(
    one.phases.map(({ phase, fromMs }) => ({ phase, markX: xOf(fromMs), width: 4 + textPx(phase, 12) })),
  );
  const phasesY = topY + headPx;
  const stepsY = phasesY + lanePx * Math.max(1, ...phases.map(({ lane }) => lane + 1));
  const rowsY = stepsY + lanePx;
  const axisY = rowsY + rowPx * one.rows.length;
  const bands = one.phases.flatMap((phase, index) =>
    index % 2 === 1 ? [] : [rect("band", columnOf(phase, xOf, stepsY, axisY))],
  );
  const boundaries = phases.flatMap(({ phase, markX: x, lane }) => {
    const y = phasesY + lanePx * (lane + 1) - 4;
    return [line("boundary", { x, y: y - 10 }, { x, y: axisY }), label("faint", { x: x + 4, y }, phase)];
  });
  const list = stepList(one.steps, frame, axisY + axisPx);
  return {
    elements: [
      label("head", { x: frame.leftX, y: topY + 14 }, headOf(one, frame)),
      ...bands,
      ...stepMarks(one, xOf, stepsY, axisY),
      ...one.rows.flatMap((row, index) => rowElements(row, one, xOf, frame, rowsY + rowPx * (index + 0.5))),
      ...one.standstills.map((range) => standstill(range, xOf, rowsY, axisY)),
      ...boundaries,
      ...axis(one, frame, xOf, axisY),
      ...list.elements,
    ],
    height: axisY + axisPx + list.height - topY,
  };
};

type ToX = (ms: number) => number;

const columnOf = ({ fromMs, toMs }: Range, xOf: ToX, fromY: number, toY: number) => ({
  ...{ x: xOf(fromMs), y: fromY, width: xOf(toMs) - xOf(fromMs), height: toY - fromY },
});

const headOf = ({ id, title, verdict }: SampledProcedure, { leftX, plotX, plotPx, zoom }: Frame): string => {
  const wider = zoom === 1 ? [] : [`drawn ${zoom} times as wide`];
  return fitted([id, verdict ?? "not ended", ...wider, title].join(" · "), plotX + plotPx - leftX, 13);
};

const rowElements = (
  row: Row,
  one: SampledProcedure,
  xOf: ToX,
  { leftX, plotX }: Frame,
  y: number,
): Element[] => {
  // What is bad lies on top: however short, it must be seen.
  const spans = (["right", "missing", "wrong"] as const).flatMap((seen) =>
    row.spans.filter((span) => span.seen === seen),
  );
  return [
    label("name", { x: leftX, y: y + 4 }, fitted(row.label, plotX - leftX - 12, 12)),
    line("none", { x: xOf(one.fromMs), y }, { x: xOf(one.toMs), y }),
    ...spans.map((span) =>
      bar(
        span.seen,
        { x: xOf(span.fromMs), y, width: xOf(span.toMs) - xOf(span.fromMs) },
        about(row, span, one.standstills),
      ),
    ),
  ];
};

const about = (
  { label: name, title }: Row,
  { seen, fromMs, toMs, got }: Span,
  stood: readonly Range[],
): string => {
  const stoodMs = stood.map((one) => Math.max(0, Math.min(one.toMs, toMs) - Math.max(one.fromMs, fromMs)));
  const lengthMs = stoodMs.reduce((rest, ms) => rest - ms, toMs - fromMs);
  return [name, `${title}: ${seen} for ${seconds(lengthMs)}, from ${at(fromMs)} to ${at(toMs)}`, got]
    .map((text) => fitted(text, mostTooltipPx, 12))
    .join("\n");
};

const at = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const standstill = (range: Range, xOf: ToX, fromY: number, toY: number): Element =>
  rect("stood-still", columnOf(range, xOf, fromY, toY), "the machines were paused to be saved");

/** Each step's beginning, with its number where there is room for it. */
const stepMarks = ({ steps }: SampledProcedure, xOf: ToX, fromY: number, toY: number): Element[] => {
  let takenX = Number.NEGATIVE_INFINITY;
  return steps.flatMap(({ phase, number, title, atMs }) => {
    const x = xOf(atMs);
    const mark = line(
      "step",
      { x, y: fromY + 4 },
      { x, y: toY },
      fitted(`${phase} ${number}, ${at(atMs)}: ${title}`, mostTooltipPx, 12),
    );
    if (x < takenX + 3) return [mark];
    takenX = x + 3 + textPx(String(number), 11);
    return [mark, label("small", { x: x + 3, y: fromY + 13 }, String(number))];
  });
};

const axis = (one: SampledProcedure, frame: Frame, xOf: ToX, y: number): Element[] => [
  line("tick", { x: xOf(one.fromMs), y }, { x: xOf(one.toMs), y }),
  label("faint", { x: frame.leftX, y: y + 17 }, "since the procedure began"),
  ...ticksOf(one.fromMs, one.toMs, tickStepMs(frame.shownMs, mostTicks)).flatMap((tick) => [
    line("tick", { x: xOf(tick.atMs), y }, { x: xOf(tick.atMs), y: y + 5 }),
    label("faint", { x: xOf(tick.atMs), y: y + 17 }, tick.label, "middle"),
  ]),
];
