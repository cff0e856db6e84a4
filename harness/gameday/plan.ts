import { gameDayCommand } from "../invocation.ts";
/** The drills and folders of a game day, passed to the test runner. */
export type GameDayPlan = {
  /** The folder of the project. */
  readonly root: string;
  /** In the order of the report. */
  readonly ids: readonly string[];
  /** The folders of the scenarios. */
  readonly scenarios: readonly string[];
  /** The game day's own report; each drill has a folder in it. */
  readonly report: string;
  /** The folder for pages of verified drills. */
  readonly runbooks: string;
  /** Whether packages may be installed and an engine started. */
  readonly setup: boolean;
  /** How many drills run at once. */
  readonly jobs: number;
  /** Procedures of one drill are among them. */
  readonly sideBySide: boolean;
  /** The last durations of drills, by id, in milliseconds. */
  readonly lastTimes: Readonly<Record<string, number>>;
  /** The folder in which each process that drills has a mark. */
  readonly processes: string;
};

/** The number of the drill in the game day, from 1. */
export type Position = { readonly number: number; readonly of: number };

export const positionIn = ({ ids }: Pick<GameDayPlan, "ids">, id: string): Position => ({
  number: ids.indexOf(id) + 1,
  of: ids.length,
});

const variable = "DRILLBOOK_GAME_DAY";

export const planInEnvironment = (plan: GameDayPlan): Readonly<Record<string, string>> => ({
  [variable]: JSON.stringify(plan),
});

/** @throws Error outside a game day */
export const planOfEnvironment = (): GameDayPlan => {
  const text = process.env[variable];
  if (text === undefined) throw new Error(`these tests are a game day: start them with ${gameDayCommand()}`);
  return JSON.parse(text) as GameDayPlan;
};
