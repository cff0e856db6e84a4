import { command as probe } from "../../probes/command/index.ts";
import type { Command } from "../../probes/command/value.ts";
import { type Account, accountOn } from "../../scenario/account.ts";
import type { ActionDefinition } from "../definition.ts";

type Methods = { readonly root: Account; account(user: string): Account };

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
    account: (user) => accountOn(machine, user),
  }),
};
