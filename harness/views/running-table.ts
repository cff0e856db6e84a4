import { drillCommand } from "../invocation.ts";
import { counted, seconds } from "./time-words.ts";
import { oneLine } from "./visible.ts";
import { padTo, widthOf } from "./width.ts";

/** A drill that runs. Times are milliseconds since 1970. */
type ShownDrill = {
  readonly pid: number;
  readonly sinceMs: number;
  readonly scenario: string;
  readonly kind: string;
  readonly procedures: readonly { readonly id: string; readonly phase?: string | undefined }[];
  readonly activity?: string | undefined;
};

/** A rig that runs, waits for room, or was kept; of a kept one it is not known since when and with how much memory. */
type ShownRig = {
  readonly pid: number;
  readonly sinceMs?: number;
  readonly label: string;
  readonly kinds: readonly string[];
  readonly machines: number;
  readonly memoryMb?: number;
  readonly state: "waiting" | "starting" | "running" | "kept";
  readonly waitsFor?: string;
};

export type Running = {
  readonly drills: readonly ShownDrill[];
  readonly rigs: readonly ShownRig[];
  /** Private ones of this cache, and the processes that have a lease. */
  readonly engines: readonly { readonly folder: string; readonly holders: readonly number[] }[];
};

/** What runs on this host, in tables; `nowMs` is milliseconds since 1970. */
export const renderRunning = (running: Running, nowMs: number): string => {
  const { drills, rigs, engines } = running;
  const parts = [
    ...(drills.length === 0 ? [] : [drillTable(drills, nowMs)]),
    ...(rigs.length === 0 ? [] : [rigTable(rigs, nowMs)]),
    ...(engines.length === 0 ? [] : [engines.map(engineLine)]),
  ];
  return parts.length === 0 ? "Nothing runs.\n" : `${parts.map((part) => part.join("\n")).join("\n\n")}\n`;
};

const ago = (sinceMs: number | undefined, nowMs: number): string =>
  sinceMs === undefined ? "" : seconds(Math.max(0, nowMs - sinceMs));

const drillTable = (drills: readonly ShownDrill[], nowMs: number): string[] =>
  table([
    ["process", "since", "drill", "on", "at"],
    ...drills.map((one) => [
      String(one.pid),
      ago(one.sinceMs, nowMs),
      one.scenario,
      one.kind,
      oneLine(placeOf(one)),
    ]),
  ]);

const placeOf = ({ procedures, activity }: ShownDrill): string => {
  const places = procedures.map(({ id, phase }) => (phase === undefined ? id : `${id} › ${phase}`));
  return [...places, ...(activity === undefined ? [] : [activity])].join(", ");
};

const rigTable = (rigs: readonly ShownRig[], nowMs: number): string[] =>
  table([
    ["process", "since", "rig", "machines", "memory", "state"],
    ...rigs.map((one) => [
      String(one.pid),
      ago(one.sinceMs, nowMs),
      one.label,
      `${counted(one.machines, "machine")} (${one.kinds.join(", ")})`,
      one.memoryMb === undefined ? "" : `${one.memoryMb} MB`,
      oneLine(stateOf(one)),
    ]),
  ]);

const stateOf = ({ state, waitsFor }: ShownRig): string => {
  if (state === "waiting") return `waits for ${waitsFor ?? "room"}`;
  return state === "kept" ? `kept; remove it with: ${drillCommand(["clean"])}` : state;
};

const engineLine = ({ folder, holders }: Running["engines"][number]): string =>
  `  the private engine in ${folder}: ${
    holders.length === 0 ? "no command has it" : holders.map((pid) => `process ${pid}`).join(", ")
  }`;

/** The rows with their cells below each other; the first one is the head. */
const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ""))));
  return rows.map((row) =>
    `  ${row.map((cell, index) => padTo(cell, widths[index] ?? 0)).join("  ")}`.trimEnd(),
  );
};
