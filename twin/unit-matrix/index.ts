/** Tries the settings of a systemd unit one by one and together, and prints a table of what works with which. */
export type { UnitMatrix, UnitQuestion, UnitSituation } from "./matrix.ts";
export { unitMatrix } from "./unit-matrix.ts";
export { allButOne, eachAlone, together, type UnitSetting, withOneMore } from "./variants.ts";
