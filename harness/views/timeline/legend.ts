import type { Element } from "../xml.ts";
import { bar } from "./bar.ts";
import { label, rect, textPx } from "./shapes.ts";

const samplePx = 34;
const gapPx = 28;

const words = {
  right: "right",
  wrong: "wrong: answered, but not as expected",
  missing: "missing: no answer",
} as const;

/** What the bars mean, in one line from `x` on. */
export const legend = (
  at: { readonly x: number; readonly y: number },
  withStandstill: boolean,
): Element[] => {
  let x = at.x;
  const entry = (text: string, draw: (x: number) => Element): Element[] => {
    const both = [draw(x), label("faint", { x: x + samplePx + 8, y: at.y + 4 }, text)];
    x += samplePx + 8 + textPx(text, 12) + gapPx;
    return both;
  };
  const bars = (["right", "wrong", "missing"] as const).flatMap((seen) =>
    entry(words[seen], (left) => bar(seen, { x: left, y: at.y, width: samplePx })),
  );
  if (!withStandstill) return bars;
  const box = (left: number) => rect("stood-still", { x: left, y: at.y - 9, width: samplePx, height: 18 });
  return [...bars, ...entry("the machines were paused to be saved", box)];
};
