import { Command } from "../probes/command/value.ts";
import { type Interpolated, shellText } from "./shell.ts";

/** An account on a machine, as scenario authors use it. */
export type Account = {
  readonly machine: string;
  readonly user: string;
  /** A shell command as this account; interpolated values are quoted. */
  sh(strings: TemplateStringsArray, ...values: Interpolated[]): Command;
};

export const accountOn = (machine: string, user: string): Account => ({
  machine,
  user,
  sh: (strings, ...values) => new Command({ machine, user, script: shellText(strings, values) }),
});

/** The account that an operator logs in with: in a rig it is root, on the real platform their own. */
export const operatorOn = (machine: string): Account => ({
  machine,
  user: "root",
  sh: (strings, ...values) =>
    new Command({ machine, user: "root", by: "operator", script: shellText(strings, values) }),
});
