import { NotReproducedError } from "../errors.ts";
import type { Phase } from "./phase.ts";
import type { Look } from "./phase-run.ts";

const withinMs = 15_000;

/** Every symptom has appeared, and what the fault must break has been seen broken. */
const unanswered = (looks: readonly Look[], title: string): string | undefined =>
  looks.find((look) => look.title === title && look.notAsked !== undefined)?.got;

export const symptoms: Phase<"symptoms"> = {
  name: "symptoms",
  work: (scenario) => ({ checks: scenario.symptoms }),
  run: async (drill, { checks }) => {
    await drill.requireAll(checks, withinMs, "a symptom of the incident did not appear");
    const { checklist, breaks } = drill.scenario;
    const titles = new Set(checklist.map((check) => check.title));
    const alsoBroken = breaks.filter((check) => !titles.has(check.title));
    const during = await drill.lookAtAll([...checklist, ...alsoBroken]);
    const red = new Set(
      during.filter(({ ok, notAsked }) => !ok && notAsked === undefined).map(({ title }) => title),
    );
    const intact = breaks.filter((check) => !red.has(check.title));
    if (intact.length === 0) return;
    throw new NotReproducedError(
      `the fault did not break what it should: ${intact.map((check) => check.title).join("; ")}`,
      {
        where: drill.where,
        claimed: "these checks are red after the fault",
        got: intact.every(({ title }) => unanswered(during, title) === undefined)
          ? "they still hold"
          : intact.map(({ title }) => `${title}: ${unanswered(during, title) ?? "still holds"}`).join("\n"),
        next: "correct the fault, or take them out of `breaks`",
      },
    );
  },
  failure: { verdict: "not-reproduced" },
  isSampled: true,
  savedAs: "faulted",
  words: { unit: "check", tells: "steps and checks", countsRed: true },
  plan: (scenario) => [
    { title: "symptoms: each must appear", items: scenario.symptoms },
    {
      title: "broken by the fault: must be red then",
      items: scenario.breaks.map(({ title }) => `- ${title}`),
    },
  ],
};
