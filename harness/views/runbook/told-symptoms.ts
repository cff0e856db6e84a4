import { type Check, isShown } from "../../scenario/check.ts";
import type { Scenario } from "../../scenario/scenario.ts";

/** So many stand on the first screen. */
export const mostTelling = 2;

/**
 * The symptoms that a page shows. First the two that tell most: one that prints an error or a text that is expected, and
 * of the others the one that tells the incident from most of those that show alike. Then the rest, in the order of the scenario.
 */
export const toldSymptoms = ({ symptoms, tellsApart = [] }: Scenario): Check[] => {
  const shown = symptoms.filter(isShown);
  const asked = (check: Check): number => tellsApart.filter(({ ask }) => ask?.title === check.title).length;
  const [error] = shown.toSorted((a, b) => tellingParts(b) - tellingParts(a) || asked(b) - asked(a));
  const rest = shown.filter((check) => check !== error);
  const [apart] = rest.toSorted((a, b) => asked(b) - asked(a) || tellingParts(b) - tellingParts(a));
  const telling = shown.filter((check) => check === error || check === apart);
  return [...telling, ...shown.filter((check) => !telling.includes(check))];
};

const tellingParts = ({ probe, negated }: Check): number => {
  if (probe.kind !== "command" || negated) return 0;
  const { exit, output } = probe.expect;
  const prints = output.length > 0;
  return (prints ? 2 : 0) + (prints && exit !== 0 ? 1 : 0);
};

/** Where the scenario expects no certain number, the drill's would mislead. */
export const isAnyNumber = ({ probe }: Check): boolean =>
  probe.kind === "command" &&
  probe.expect.output.length > 0 &&
  probe.expect.output.every(({ match }) => match.kind === "pattern" && match.source === "^[1-9]");
