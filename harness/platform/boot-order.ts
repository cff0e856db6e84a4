import type { Component } from "./definition.ts";

export type BootStage = {
  readonly stage: number;
  readonly components: readonly Component[];
};

/** The components in the order in which they start: by stage, and as given within a stage. */
export const bootOrder = <Item extends Component>(components: readonly Item[]): readonly Item[] =>
  components.toSorted((a, b) => a.stage - b.stage);

/** The stages from first to last; each must be healthy before the next begins. */
export const bootStages = (components: readonly Component[]): readonly BootStage[] =>
  [...new Set(bootOrder(components).map(({ stage }) => stage))].map((stage) => ({
    stage,
    components: components.filter((component) => component.stage === stage),
  }));
