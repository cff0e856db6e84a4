import type { JournalEvent } from "../../journal/events.ts";
import { onKind } from "../../scenario/machine-kind.ts";
import { dateOf } from "../time-words.ts";
import { withVersions } from "../variant-words.ts";
import { type Element, xmlOf } from "../xml.ts";
import { legend } from "./legend.ts";
import { panel } from "./panel.ts";
import { patterns } from "./patterns.ts";
import { type SampledProcedure, sampledProcedures } from "./sampled.ts";
import { fitted, label, rect, textPx } from "./shapes.ts";
import { styleElement } from "./style.ts";

const marginPx = 20;
const plotPx = 900;
/** Room for the name of a phase that begins at the very end. */
const endRoomPx = 80;
const mostNamePx = 460;
const headPx = 96;
const panelGapPx = 26;

/**
 * An SVG picture of when a drill's sampled checks were right, wrong or missing: a row for each machine and probe, below
 * each procedure. Undefined when nothing was sampled.
 */
export const renderTimeline = (events: readonly JournalEvent[]): string | undefined => {
  const started = events.find((event) => event.type === "drill-started");
  const procedures = sampledProcedures(events);
  if (started === undefined || procedures.length === 0) return undefined;
  const longestMs = Math.max(...procedures.map(lengthOf));
  const place = { leftX: marginPx, plotX: plotXOf(procedures), plotPx };
  const panels: Element[] = [];
  let y = headPx;
  for (const one of procedures) {
    const zoom = zoomOf(lengthOf(one), longestMs);
    const { elements, height } = panel(one, { ...place, zoom, shownMs: longestMs / zoom }, y);
    panels.push(...elements);
    y += height + panelGapPx;
  }
  const width = Math.ceil(place.plotX + plotPx + endRoomPx);
  const textWidth = width - 2 * marginPx;
  const about = `${started.scenario}: when answers were right, wrong or missing`;
  const verdict = events.find((event) => event.type === "drill-ended")?.verdict ?? "interrupted";
  const from = `${dateOf(started.atMs)} · on ${onKind(started.kind)}${withVersions(started.asked)} · ${verdict}${scaleWords(procedures)}`;
  return xmlOf({
    name: "svg",
    attributes: {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: y,
      viewBox: `0 0 ${width} ${y}`,
      role: "img",
    },
    children: [
      { name: "title", attributes: {}, text: about },
      styleElement(),
      patterns,
      rect("page", { x: 0, y: 0, width, height: y }),
      label("title", { x: marginPx, y: 30 }, fitted(`${started.scenario} · ${started.title}`, textWidth, 15)),
      label("faint", { x: marginPx, y: 50 }, fitted(from, textWidth, 12)),
      ...legend(
        { x: marginPx, y: 72 },
        procedures.some(({ standstills }) => standstills.length > 0),
      ),
      ...panels,
    ],
  });
};

const lengthOf = ({ fromMs, toMs }: SampledProcedure): number => toMs - fromMs;

/** Only what would take less than a quarter of the width is drawn wider. */
const zoomOf = (lengthMs: number, longestMs: number): number =>
  lengthMs * 4 >= longestMs ? 1 : ([100, 50, 20, 10, 5].find((zoom) => lengthMs * zoom <= longestMs) ?? 1);

const scaleWords = (procedures: readonly SampledProcedure[]): string =>
  procedures.length === 1 ? "" : " · one scale for all procedures, except where noted";

const plotXOf = (procedures: readonly SampledProcedure[]): number => {
  const names = procedures.flatMap(({ rows }) => rows.map(({ label: name }) => textPx(name, 12)));
  // The first tick's label stands half left of the axis.
  const caption = textPx("since the procedure began", 12) + 30;
  return marginPx + Math.min(mostNamePx, Math.max(caption, ...names)) + 14;
};
