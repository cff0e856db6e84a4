import type { Sighting } from "../../journal/events.ts";
import type { Element } from "../xml.ts";
import { rect } from "./shapes.ts";

/** The height of a row in pixels. */
export const rowPx = 24;

/** Where in its row a bar lies, from the middle: right is level, wrong stands up, missing hangs down. */
const place: Readonly<Record<Sighting, { readonly from: number; readonly height: number }>> = {
  right: { from: -3, height: 6 },
  wrong: { from: -9, height: 12 },
  missing: { from: -3, height: 12 },
};

/** However short it was, it must be seen. */
const leastPx = 2;

/** A bar of a row whose middle is at `y`. */
export const bar = (
  seen: Sighting,
  at: { readonly x: number; readonly y: number; readonly width: number },
  about?: string,
): Element => {
  const { from, height } = place[seen];
  return rect(seen, { x: at.x, y: at.y + from, width: Math.max(at.width, leastPx), height }, about);
};
