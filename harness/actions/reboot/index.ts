import { type ActionDefinition, done } from "../definition.ts";

export type Reboot = { readonly kind: "reboot"; readonly machine: string };

export const reboot: ActionDefinition<Reboot, { reboot(): Reboot }> = {
  kind: "reboot",
  commandLine: () => "systemctl reboot",
  perform: async (_, { machine }) => {
    await machine.reboot();
    return done;
  },
  methods: (machine) => ({ reboot: () => ({ kind: "reboot", machine }) }),
  afterwards: "Wait until the machine answers again.",
};
