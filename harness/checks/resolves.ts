import { ScenarioError } from "../errors.ts";
import type { LookupExpectation } from "../probes/lookup/value.ts";
import { type Check, check } from "../scenario/check.ts";
import { type Duration, milliseconds } from "../scenario/duration.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { MachineHandle } from "../scenario/machine.ts";
import { type TextLike, text } from "../scenario/text.ts";
import { assertDnsName } from "./question.ts";

export type ResolvesOptions = {
  /** Of IPv4 or of IPv6 addresses. @default 4 */
  readonly family?: 4 | 6;
  /** For each path; glibc alone waits 5 s for a server that is silent. @default "6s" */
  readonly within?: Duration;
};

/**
 * A name as the programs of a machine find it: by glibc, by systemd-resolved, and by DNS alone at the servers
 * of /etc/resolv.conf. @throws ScenarioError for a name that cannot be looked up
 */
export const resolves = (
  machine: Pick<MachineHandle, "name">,
  name: string,
  options: ResolvesOptions = {},
) => {
  assertKnownFields(`resolves of ${name}`, options, ["family", "within"]);
  assertDnsName(name);
  if (name.startsWith("-")) {
    throw new ScenarioError(`the name "${name}" would be taken for an option`, {
      next: "write a name that begins with a letter or a digit",
    });
  }
  const lookUp = (title: string, expect: LookupExpectation): Check =>
    check(title, {
      kind: "lookup",
      machine: machine.name,
      name,
      family: options.family ?? 4,
      timeoutMs: milliseconds(options.within ?? "6s"),
      expect,
    });
  const where = `${name} on ${machine.name}`;
  return {
    /** All three find exactly these addresses. */
    to: (...addresses: readonly TextLike[]): Check =>
      lookUp(`${where} resolves on every path`, { paths: "alike", addresses: addresses.map(text) }),
    /** All three find addresses, and the same ones. */
    alike: (): Check => lookUp(`${where} resolves alike on every path`, { paths: "alike" }),
    /** No path finds an address. */
    nowhere: (): Check => lookUp(`${where} resolves on no path`, { paths: "nothing" }),
    /** At least two paths find different addresses. */
    unalike: (): Check => lookUp(`${where} resolves differently on its paths`, { paths: "differ" }),
  };
};
