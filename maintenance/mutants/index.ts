import { drillMutants } from "./drill.ts";
import { machineMutants } from "./machines.ts";
import type { Mutant } from "./mutant.ts";
import { platformMutants } from "./platform.ts";
import { recordMutants } from "./record.ts";
import { scenarioMutants } from "./scenario.ts";

export const mutants: readonly Mutant[] = [
  ...scenarioMutants,
  ...drillMutants,
  ...recordMutants,
  ...machineMutants,
  ...platformMutants,
];
