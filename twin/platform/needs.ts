import type { LocatedComponent } from "./located.ts";
import { TableError } from "./table-reader.ts";

/** The names on a circle of needs from this one back to itself; the first name is also the last. */
const circleFrom = (start: LocatedComponent, byName: ReadonlyMap<string, LocatedComponent>): string[] => {
  const seen = new Set<string>();
  const search = (name: string, path: readonly string[]): string[] | undefined => {
    for (const next of byName.get(name)?.component.needs ?? []) {
      if (next === start.component.name) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(start.component.name, [start.component.name]) ?? [];
};

/** @throws TableError when a need is not defined, is in a later stage, or is part of a circle. */
export const assertNeedsHold = (all: readonly LocatedComponent[]): void => {
  const byName = new Map(all.map((one) => [one.component.name, one]));
  for (const { component, at } of all) {
    const { name, stage } = component;
    for (const need of component.needs) {
      const other = byName.get(need)?.component;
      if (other === undefined) {
        const known = [...byName.keys()].filter((known) => known !== name);
        throw new TableError(
          at("needs", `"${need}"`),
          `${name} needs ${JSON.stringify(need)}, which no definition has`,
          known.length === 0 ? "remove it" : `write one of ${known.join(", ")}`,
        );
      }
      if (other.stage > stage) {
        throw new TableError(
          at("needs", `"${need}"`),
          `${name} of stage ${stage} needs ${need}, which starts in stage ${other.stage}`,
          "remove that need, or move one of the two to another stage",
        );
      }
    }
  }
  for (const one of all) {
    const circle = circleFrom(one, byName);
    if (circle.length === 0) continue;
    throw new TableError(
      one.at("needs", `"${circle[1]}"`),
      `needs go in a circle, and nothing on it can start: ${circle.join(" → ")}`,
      "remove one of these needs",
    );
  }
};
