import type { Element } from "../xml.ts";

/** A colour on light ground, and on dark. */
type Paint = readonly [light: string, dark: string];

const page: Paint = ["#ffffff", "#0d1117"];
const ink: Paint = ["#1f2328", "#e6edf3"];
const faint: Paint = ["#57606a", "#9da7b3"];
const rule: Paint = ["#8c959f", "#6e7681"];
const ground: Paint = ["#f3f5f7", "#171d25"];
/** Blue, vermilion and purple: told apart by all kinds of colour blindness, and by their place in the row. */
const right: Paint = ["#0072b2", "#56b4e9"];
const wrong: Paint = ["#d55e00", "#ff8c42"];
const missing: Paint = ["#8a3b78", "#e29bd0"];

type Rule = readonly [selector: string, property: "fill" | "stroke", paint: Paint];

const rules: readonly Rule[] = [
  [".page", "fill", page],
  ["text", "fill", ink],
  [".faint", "fill", faint],
  [".band", "fill", ground],
  [".none, .tick, .step", "stroke", rule],
  [".boundary", "stroke", faint],
  [".right", "fill", right],
  [".wrong", "stroke", wrong],
  [".wrong-ground", "fill", page],
  [".wrong-stripe", "stroke", wrong],
  [".missing-ground", "fill", page],
  [".missing", "stroke", missing],
  [".missing-dot", "fill", missing],
  [".stood-still", "stroke", rule],
  [".stood-still-ground", "fill", page],
  [".stood-still-stripe", "stroke", rule],
];

const shapes = [
  "text { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 12px; white-space: pre }",
  "text.title { font-size: 15px; font-weight: bold }",
  "text.head { font-size: 13px; font-weight: bold }",
  "text.small { font-size: 11px }",
  ".none { stroke-width: 1; stroke-dasharray: 1 3 }",
  ".tick, .step { stroke-width: 1 }",
  ".step { stroke-opacity: 0.45 }",
  ".boundary { stroke-width: 1.2; stroke-dasharray: 4 3 }",
  ".wrong { fill: url(#wrong-pattern); stroke-width: 1 }",
  ".missing { fill: url(#missing-pattern); stroke-width: 1 }",
  ".stood-still { fill: url(#stood-still-pattern); stroke-width: 1 }",
  ".wrong-stripe { stroke-width: 3.5 }",
  ".stood-still-stripe { stroke-width: 1 }",
];

const painted = (which: 0 | 1): string[] =>
  rules.map(([selector, property, paint]) => `${selector} { ${property}: ${paint[which]} }`);

/** The colours follow what the reader's system prefers. */
export const styleElement = (): Element => ({
  name: "style",
  attributes: {},
  text: ["", ...painted(0), ...shapes, "@media (prefers-color-scheme: dark) {", ...painted(1), "}", ""].join(
    "\n",
  ),
});
