import type { Element } from "../xml.ts";

/** Where a procedure is drawn, in pixels from the left. */
export type Frame = {
  /** Where the rows' names begin, and where the time does. */
  readonly leftX: number;
  readonly plotX: number;
  readonly plotPx: number;
  /** The time that it shows: the same for all procedures, but for those that would be too small to read. */
  readonly shownMs: number;
  /** How many times as wide as the others it is drawn. */
  readonly zoom: number;
};

/** Something drawn, and the height in pixels that it takes. */
export type Drawn = { readonly elements: readonly Element[]; readonly height: number };
