import { MachineError } from "#harness/errors.ts";
import { median } from "./statistics.ts";

/** Between two addresses: the median time of an answer in microseconds, and the rate of a stream in Gbit/s. */
export type Frames = { readonly answerUs: number; readonly gbitPerS: number };

/** What frames.pl printed. @throws MachineError when it is not that */
export const parseFrames = (printed: string): Frames => {
  const [, answers = ""] = /^answers ([\d. ]+)$/m.exec(printed) ?? [];
  const [, bytes, us] = /^stream (\d+) (\d+)$/m.exec(printed) ?? [];
  const gbitPerS = (Number(bytes) * 8) / (Number(us) * 1000);
  const times = answers.split(" ").map(Number);
  if (answers !== "" && times.every((one) => one > 0) && Number.isFinite(gbitPerS)) {
    return { answerUs: median(times), gbitPerS };
  }
  throw new MachineError("the frames were not measured", { got: printed });
};
