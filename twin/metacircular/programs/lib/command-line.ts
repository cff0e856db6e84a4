import { parseArgs } from "node:util";
import { Fatal } from "./fatal.ts";

/** The file that `server --config FILE` names. */
export const configFileFrom = (args: readonly string[], program: string): string => {
  const usage = new Fatal(`usage: ${program} server --config FILE`);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: "string" } },
    });
    if (positionals.join(" ") !== "server" || values.config === undefined) throw usage;
    return values.config;
  } catch {
    throw usage;
  }
};
