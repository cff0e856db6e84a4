import { command as probe } from "../../probes/command/index.ts";
import type { Command } from "../../probes/command/value.ts";
import { type Account, accountOn, operatorOn } from "../../scenario/account.ts";
import type { ActionDefinition } from "../definition.ts";

type Methods = {
  readonly root: Account;
  /** Needs no privilege on the real platform. */
  readonly operator: Account;
  account(user: string): Account;
};

export const command: ActionDefinition<Command, Methods> = {
  kind: "command",
  commandLine: probe.commandLine,
  perform: async (action, { machine, versions, resolve, limitMs }) => {
    const observation = await machine.exec(probe.request(action, resolve, limitMs));
    const context = { kind: machine.kind, versions, resolve };
    return { ...probe.evaluate(action, observation, context), observation };
  },
  methods: (machine) => ({
    root: accountOn(machine, "root"),
    operator: operatorOn(machine),
    account: (user) => accountOn(machine, user),
  }),
};
