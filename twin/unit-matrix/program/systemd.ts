import { readFileSync } from "node:fs";
import { run } from "./run.ts";

/** systemd's messages about lines of unit files, by file: `line: text of the line: message`. */
export const rejectedLines = async (files: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { output } = await run("systemd-analyze", ["verify", "--man=no", ...files]);
  return readRejections(output, (file) => readFileSync(file, "utf8"));
};

/** Words with which systemd rejects a line; other messages, such as advice, are no rejection. */
const rejects = /ignoring|refusing|failed|invalid|unknown|fatal/i;

/** Only messages that name a line of a file; the others cannot be attributed to one. */
export const readRejections = (
  output: string,
  textOf: (file: string) => string,
): ReadonlyMap<string, string> => {
  const words = new Map<string, string>();
  for (const [, file = "", line = "", said = ""] of output.matchAll(/^(\/\S+\.service):(\d+): (.*)$/gm)) {
    if (!rejects.test(said)) continue;
    const written = textOf(file).split("\n")[Number(line) - 1] ?? "";
    const one = `line ${line} (${written}): ${said}`;
    words.set(file, words.has(file) ? `${words.get(file)}\n${one}` : one);
  }
  return words;
};

/** The overall scores that `systemd-analyze security` prints, by unit name. */
export const readExposures = (output: string): ReadonlyMap<string, number> =>
  new Map(
    [...output.matchAll(/Overall exposure level for (\S+): (\d+(?:\.\d+)?)/g)].map(([, unit = "", score]) => [
      unit,
      Number(score),
    ]),
  );

/** systemd's exposure score of each unit file; in one call, because most of its time is the start. */
export const exposuresOf = async (files: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const { output } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager", ...files]);
  return readExposures(output);
};

/**
 * The journal's last lines about a unit whose process did not start. Not by --unit, which lacks what the process said
 * where it had ended before the journal looked for its unit. Source: systemd.journal-fields(7), UNIT=
 */
export const whyNotStarted = async (unit: string): Promise<string> => {
  const about = [`_SYSTEMD_UNIT=${unit}`, "+", `UNIT=${unit}`];
  const { output } = await run("journalctl", ["--output=cat", "--no-pager", "--lines=6", ...about]);
  return output;
};
