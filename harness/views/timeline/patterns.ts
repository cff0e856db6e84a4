import type { Element } from "../xml.ts";

const pattern = (id: string, sizePx: number, turned: number, inside: readonly Element[]): Element => ({
  name: "pattern",
  attributes: {
    id: `${id}-pattern`,
    width: sizePx,
    height: sizePx,
    patternUnits: "userSpaceOnUse",
    patternTransform: `rotate(${turned})`,
  },
  children: [
    { name: "rect", attributes: { class: `${id}-ground`, width: sizePx, height: sizePx } },
    ...inside,
  ],
});

const stripe = (id: string, sizePx: number): Element => ({
  name: "line",
  attributes: { class: `${id}-stripe`, x1: 0, y1: 0, x2: 0, y2: sizePx },
});

/** What an area is filled with besides a colour, so that it can be told apart without one. */
export const patterns: Element = {
  name: "defs",
  attributes: {},
  children: [
    pattern("wrong", 6, 45, [stripe("wrong", 6)]),
    pattern("missing", 4, 0, [
      { name: "circle", attributes: { class: "missing-dot", cx: 2, cy: 2, r: 0.9 } },
    ]),
    pattern("stood-still", 8, -45, [stripe("stood-still", 8)]),
  ],
};
