import { type ActionDefinition, done } from "../definition.ts";

export type PowerLoss = { readonly kind: "power-loss"; readonly machine: string };

export const powerLoss: ActionDefinition<PowerLoss, { powerLoss(): PowerLoss }> = {
  kind: "power-loss",
  commandLine: ({ machine }) => `# cut the power of ${machine}`,
  perform: async (_, { machine }) => {
    await machine.powerLoss();
    return done;
  },
  methods: (machine) => ({ powerLoss: () => ({ kind: "power-loss", machine }) }),
  afterwards: "Wait until the machine answers again.",
};
