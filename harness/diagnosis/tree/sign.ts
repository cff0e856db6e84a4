import type { Sign } from "../catalogue/entrances.ts";
import type { Incident, Shown } from "./incident.ts";

const hasSign = ({ symptom, messages }: Shown, sign: Sign): boolean =>
  "messages" in sign
    ? messages.some(({ id }) => sign.messages.includes(id))
    : sign.command.test(symptom.command) && sign.answer.test(symptom.answer.split("\n")[0] ?? "");

/** Whether a drill saw in this symptom what one of the signs says. */
export const isSigned = (shown: Shown, signs: readonly Sign[]): boolean =>
  signs.some((sign) => hasSign(shown, sign));

/** Whether a drill saw of this incident what one of the signs says. */
export const shows = ({ shown }: Incident, signs: readonly Sign[]): boolean =>
  shown.some((one) => isSigned(one, signs));
