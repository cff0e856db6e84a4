import type { ScriptedRule } from "../../../test/scripted/rig-host.ts";
import { MachineError } from "../../errors.ts";

/** The command fails, so many times. */
export const answersWrong = (match: string, times = Number.POSITIVE_INFINITY): ScriptedRule => {
  let left = times;
  return {
    match: ({ script }) => script === match && left-- > 0,
    answer: { exitCode: 1, stderr: "no\n" },
  };
};

/** From the nth time on that the command is given. */
export const wrongFrom = (match: string, nth: number, answer: ScriptedRule["answer"]): ScriptedRule => {
  let seen = 0;
  return { match: ({ script }) => script === match && ++seen >= nth, answer };
};

export const dies = (match: string): ScriptedRule => ({
  match,
  answer: () => {
    throw new MachineError("house: the channel to the machine ended");
  },
});
