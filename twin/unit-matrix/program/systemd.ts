import { readFileSync } from "node:fs";
import { run } from "./run.ts";

/** Words of systemd about lines of unit files, by file: `line: text of the line: words`. */
export const rejectedLines = async (files: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { output } = await run("systemd-analyze", ["verify", "--man=no", ...files]);
  return readRejections(output, (file) => readFileSync(file, "utf8"));
};

/** What systemd does with a line that it does not take; other words, such as advice, are no rejection. */
const rejects = /ignoring|refusing|failed|invalid|unknown|fatal/i;

/** Only what names a line of the file, or the unit itself, is about it; of the rest nobody can say whose it is. */
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

/** What `systemd-analyze security` prints after each unit's settings, by the unit's name. */
export const readExposures = (output: string): ReadonlyMap<string, number> =>
  new Map(
    [...output.matchAll(/Overall exposure level for (\S+): (\d+(?:\.\d+)?)/g)].map(([, unit = "", score]) => [
      unit,
      Number(score),
    ]),
  );

/** How exposed the units of these files are, by systemd's own count; one call, for most of its time goes into the start. */
export const exposuresOf = async (files: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const { output } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager", ...files]);
  return readExposures(output);
};

/** Why a unit did not get as far as its process, as the journal has it. */
export const whyNotStarted = async (unit: string): Promise<string> => {
  const { output } = await run("journalctl", [
    "--unit",
    unit,
    "--output",
    "cat",
    "--no-pager",
    "--lines",
    "6",
  ]);
  return output;
};
