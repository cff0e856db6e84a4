import { ScenarioError } from "../errors.ts";
import { type DnsProblem, dnsNameProblem, dnsTypeProblem } from "../probes/dns/name.ts";

const refuse = (what: string, { problem, next }: DnsProblem): ScenarioError =>
  new ScenarioError(`${what} cannot be asked for in DNS: ${problem}`, { next });

/** @throws ScenarioError that says what to write instead of the name */
export const assertDnsName = (name: string): void => {
  const wrong = dnsNameProblem(name);
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  if (wrong !== undefined) throw refuse(`the name "${shown}"`, wrong);
};

/** @throws ScenarioError that says what to write instead of the type */
export const assertDnsType = (type: string): void => {
  const wrong = dnsTypeProblem(type);
  if (wrong !== undefined) throw refuse(`the type "${type}"`, wrong);
};
