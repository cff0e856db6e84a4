import type { Component } from "./definition.ts";

export type BootStage = {
  readonly stage: number;
  readonly components: readonly Component[];
};

/** The components in start order: by stage, then after their needs, else as given. */
export const bootOrder = <Item extends Component>(components: readonly Item[]): readonly Item[] => {
  const ordered = new Set<Item>();
  const begun = new Set<Item>();
  const place = (component: Item): void => {
    if (begun.has(component)) return;
    begun.add(component);
    for (const other of components) {
      if (other.stage === component.stage && component.needs.includes(other.name)) place(other);
    }
    ordered.add(component);
  };
  components.toSorted((a, b) => a.stage - b.stage).forEach(place);
  return [...ordered];
};

/** The stages from first to last; each must be healthy before the next begins. */
export const bootStages = (components: readonly Component[]): readonly BootStage[] =>
  [...Map.groupBy(bootOrder(components), ({ stage }) => stage)].map(([stage, together]) => ({
    stage,
    components: together,
  }));

/** The components on the same machine that must be healthy first: all earlier stages, and the needs. */
export const startsAfter = (component: Component, components: readonly Component[]): readonly Component[] =>
  bootOrder(components).filter(
    ({ name, node, stage }) =>
      node === component.node && (stage < component.stage || component.needs.includes(name)),
  );
