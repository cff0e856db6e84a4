/** When the machines stood still to be saved; milliseconds since 1970. */
export type Standstill = { readonly fromMs: number; readonly toMs: number };

/** What was seen before the machines stood still, as if it had been seen right before they went on. */
export const moved = (atMs: number, stood: Standstill | undefined): number => {
  if (stood === undefined || atMs >= stood.toMs) return atMs;
  return atMs >= stood.fromMs ? stood.toMs : atMs + stood.toMs - stood.fromMs;
};
