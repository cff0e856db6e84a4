export type Wanted = {
  /** Its text begins here, and a line goes down from here through all lanes below. */
  readonly markX: number;
  readonly width: number;
};

/** The lane that the label has room in, counted from 0 from above. */
type Placed<T> = T & { readonly lane: number };

const gapPx = 8;

/** Gives each label, from left to right, the highest lane in which it covers no other, and its line crosses none. */
export const placeLabels = <T extends Wanted>(labels: readonly T[]): Placed<T>[] => {
  const ends: number[] = [];
  return labels.map((label) => {
    const lane = ends.findLastIndex((end) => end + gapPx > label.markX) + 1;
    ends[lane] = label.markX + label.width;
    return { ...label, lane };
  });
};
