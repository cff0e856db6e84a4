import type { Procedure, Scenario } from "../scenario/scenario.ts";
import { checklist } from "./checklist.ts";
import { endurance } from "./endurance.ts";
import { fault } from "./fault.ts";
import { losses } from "./losses.ts";
import type { Phase, PhaseWords, PhaseWork } from "./phase.ts";
import { prepare } from "./prepare.ts";
import { recovery } from "./recovery.ts";
import { steady } from "./steady.ts";
import { symptoms } from "./symptoms.ts";

/** Every phase of a drill, in the order in which each procedure goes through them. */
const inOrder = [prepare, steady, fault, symptoms, recovery, checklist, endurance, losses] as const;

/** Where in a drill something belongs: a phase, or what comes after the last one. */
export type PhaseName = (typeof inOrder)[number]["name"] | "evidence" | "clean-up";

export type DrilledPhase = Phase<(typeof inOrder)[number]["name"]>;

export const phases: readonly DrilledPhase[] = inOrder;

/** Undefined for what is no phase of its own, as the clean-up. */
export const phaseNamed = (name: PhaseName): Phase | undefined => phases.find((one) => one.name === name);

/** How a view tells of what happens in it. */
export const wordsOf = (name: PhaseName): PhaseWords =>
  phaseNamed(name)?.words ?? { unit: "step", tells: "steps and checks" };

/** What the phase runs and requires in a drill of this procedure. */
export const workOf = (
  phase: Phase,
  scenario: Scenario,
  procedure: Pick<Procedure, "steps" | "endurance" | "requires">,
): PhaseWork => ({ steps: [], checks: [], losses: [], ...phase.work(scenario, procedure) });
