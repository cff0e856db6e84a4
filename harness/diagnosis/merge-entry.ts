import type { MachineKind } from "../scenario/machine-kind.ts";
import { machineKinds } from "../scenario/machine-kind.ts";
import type { IndexEntry, Seen, SeenSymptom, SeenText } from "./index-entry.ts";
import { keyOfText } from "./known-texts.ts";

/** Variants of one symptom that are kept: the newest. */
const mostTexts = 12;

/** What was known before with what a drill saw: counts add up, and what the scenario no longer asks for is gone. */
export const mergedEntry = (before: IndexEntry | undefined, drilled: IndexEntry): IndexEntry =>
  before === undefined
    ? drilled
    : {
        ...drilled,
        drills: added(before.drills, drilled.drills),
        symptoms: drilled.symptoms.map((symptom) =>
          mergedSymptom(
            before.symptoms.find(({ title }) => title === symptom.title),
            symptom,
          ),
        ),
      };

const mergedSymptom = (before: SeenSymptom | undefined, drilled: SeenSymptom): SeenSymptom => {
  const known = before?.command === drilled.command ? before.texts : [];
  const again = drilled.texts.map((text) => {
    const same = known.find((one) => keyOfText(one) === keyOfText(text));
    return same === undefined ? text : { ...text, seen: added(same.seen, text.seen) };
  });
  const others = known.filter((one) => !drilled.texts.some((text) => keyOfText(text) === keyOfText(one)));
  return { ...drilled, texts: [...again, ...others].slice(0, mostTexts) satisfies SeenText[] };
};

const added = (before: Seen, now: Seen): Seen =>
  Object.fromEntries(
    machineKinds.flatMap((kind: MachineKind) => {
      const [one, two] = [before[kind], now[kind]];
      if (one === undefined && two === undefined) return [];
      const last = [one?.last ?? "", two?.last ?? ""].sort().at(-1) ?? "";
      return [[kind, { times: (one?.times ?? 0) + (two?.times ?? 0), last }]];
    }),
  );

/** How often in all. */
export const timesIn = (seen: Seen): number =>
  Object.values(seen).reduce((total, { times }) => total + times, 0);
