import type { UnitVariant } from "./matrix.ts";

/** A setting is one line, or several that make sense only together. */
export type UnitSetting = string | readonly string[];

const linesOf = (setting: UnitSetting): readonly string[] =>
  typeof setting === "string" ? [setting] : setting;

const titleOf = (setting: UnitSetting): string => linesOf(setting).join(" · ");

/** Each setting by itself. */
export const eachAlone = (settings: readonly UnitSetting[]): readonly UnitVariant[] =>
  settings.map((setting) => ({ title: titleOf(setting), lines: linesOf(setting) }));

/** All settings but one, once for each. */
export const allButOne = (settings: readonly UnitSetting[]): readonly UnitVariant[] =>
  settings.map((left) => ({
    title: `without ${titleOf(left)}`,
    lines: settings.filter((one) => one !== left).flatMap(linesOf),
  }));

/** All of them at once. */
export const together = (title: string, settings: readonly UnitSetting[]): UnitVariant => ({
  title,
  lines: settings.flatMap(linesOf),
});

/** The settings with one more, once for each of `more`: shows whether any of them can be added. */
export const withOneMore = (
  settings: readonly UnitSetting[],
  more: readonly UnitSetting[],
): readonly UnitVariant[] =>
  more.map((one) => ({ title: `with ${titleOf(one)}`, lines: [...settings, one].flatMap(linesOf) }));
