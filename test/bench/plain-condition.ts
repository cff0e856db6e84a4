import type { Command } from "#harness/probes/command/value.ts";
import type { Check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import { ofVersion, type TextMatch } from "#harness/scenario/match.ts";
import type { Probe } from "#harness/scenario/probe.ts";
import { quote } from "#harness/scenario/shell.ts";
import { fill, type ResolveAddress } from "#harness/scenario/text.ts";
import { releasesAlone, usualVersions } from "#harness/variants/variants.ts";
import config from "../../drillbook.config.ts";

const usual = usualVersions({ ...releasesAlone, ...config.variants });

const beyond = (what: string): TypeError => new TypeError(`a plain script cannot say this: ${what}`);

const sorted = (lines: readonly string[]): string => lines.toSorted().join("\n");
const isLines = (wanted: string): string =>
  `[ "$(printf '%s\\n' "$out" | LC_ALL=C sort)" = ${quote(wanted)} ]`;

const isMatched = (match: TextMatch, resolve: ResolveAddress): string => {
  switch (match.kind) {
    case "equals":
      return `[ "$out" = ${quote(fill(match.value, resolve))} ]`;
    case "contains":
      return `printf %s "$out" | grep --quiet --fixed-strings -e ${quote(fill(match.value, resolve))}`;
    case "pattern": {
      const flags = match.flags === "" ? "" : `(?${match.flags})`;
      return `printf %s "$out" | grep --quiet --null-data --perl-regexp -e ${quote(flags + match.source)}`;
    }
    case "lines":
      return isLines(sorted(match.values.map((value) => fill(value, resolve))));
    case "empty":
      return '[ -z "$out" ]';
    case "not":
      return `! ${isMatched(match.match, resolve)}`;
    default: {
      const inner = match.kind === "per-kind" ? match.by.container : ofVersion(match, usual);
      if (inner === undefined) throw beyond(JSON.stringify(match));
      return isMatched(inner, resolve);
    }
  }
};

const ofCommand = ({ expect }: Command, resolve: ResolveAddress): string[] => {
  const exit = typeof expect.exit === "object" ? expect.exit.container : expect.exit;
  const ends = {
    any: [],
    nonzero: ['[ "$code" != 0 ]'],
  } as const;
  return [
    ...(typeof exit === "string" ? ends[exit] : [`[ "$code" = ${exit ?? 0} ]`]),
    ...expect.output.map(({ match }) => isMatched(match, resolve)),
  ];
};

const ofProbe = (probe: Probe, resolve: ResolveAddress): string[] => {
  if (probe.kind === "command") return ofCommand(probe, resolve);
  if (probe.kind === "dns") {
    if (probe.expect.answers === undefined) throw beyond(`a question for ${probe.name} without an answer`);
    return [isLines(sorted(probe.expect.answers.map((answer) => fill(answer, resolve))))];
  }
  if (probe.kind !== "http") throw beyond(`what a probe of the kind ${probe.kind} sees`);
  if (probe.expect.body !== undefined) throw beyond(`a body of ${fill(probe.url, resolve)}`);
  const { status } = probe.expect;
  return [status >= 200 && status < 300 ? '[ "$code" = 0 ]' : `[ "$out" = ${status} ]`];
};

const looksAtErrors = (probe: Probe): boolean =>
  probe.kind === "command" && probe.expect.output.some(({ stream }) => stream !== "stdout");

/** Shell text that succeeds when the command's result is as expected; `within`: seconds for the command only. */
export const condition = (probe: Probe, resolve: ResolveAddress, within?: number): string => {
  const line = commandLine(probe, resolve);
  const limited = within === undefined ? line : `timeout ${within} sh -c ${quote(line)}`;
  // A line may end with a here-document, whose last line must stand alone.
  const heard = looksAtErrors(probe) ? `{ ${limited}\n} 2>&1` : `${limited}\n`;
  return [`{ code=0; out=$(${heard}) || code=$?; }`, ...ofProbe(probe, resolve)].join(" && ");
};

/** The same for a check, also a negated one. */
export const conditionOf = ({ probe, negated }: Check, resolve: ResolveAddress, within?: number): string =>
  negated ? `! { ${condition(probe, resolve, within)}; }` : `{ ${condition(probe, resolve, within)}; }`;
