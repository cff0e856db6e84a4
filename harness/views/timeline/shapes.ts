import { visible } from "../visible.ts";
import { cutTo, widthOf } from "../width.ts";
import type { Element } from "../xml.ts";

/** Pixels of a column of a monospaced font of this size; those in use are no wider. */
const columnPx = (fontPx: number): number => fontPx * 0.61;

/** The width in pixels of a text of this size. */
export const textPx = (text: string, fontPx: number): number => widthOf(text) * columnPx(fontPx);

/** The text on one line, cut to this many pixels. */
export const fitted = (text: string, px: number, fontPx: number): string =>
  cutTo(visible(text).replace(/\s+/g, " ").trim(), Math.floor(px / columnPx(fontPx)));

const round = (px: number): number => Math.round(px * 10) / 10;

const tooltip = (text: string | undefined): Pick<Element, "children"> =>
  text === undefined ? {} : { children: [{ name: "title", attributes: {}, text }] };

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** `about` is shown where a pointer rests on it. */
export const rect = (kind: string, { x, y, width, height }: Box, about?: string): Element => ({
  name: "rect",
  attributes: { class: kind, x: round(x), y: round(y), width: round(width), height: round(height) },
  ...tooltip(about),
});

export const line = (
  kind: string,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  about?: string,
): Element => ({
  name: "line",
  attributes: { class: kind, x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y) },
  ...tooltip(about),
});

/** `y` is the base line. */
export const label = (
  kind: string,
  at: { readonly x: number; readonly y: number },
  text: string,
  anchor: "start" | "middle" = "start",
): Element => ({
  name: "text",
  attributes: {
    class: kind,
    x: round(at.x),
    y: round(at.y),
    ...(anchor === "start" ? {} : { "text-anchor": anchor }),
  },
  text,
});
