import { type Entrance, entrances as known, type Lead } from "../catalogue/entrances.ts";
import type { IndexEntry } from "../index-entry.ts";
import { type Fork, forksOf } from "./forks.ts";
import { alikeOf, type Incident, incidentsOf } from "./incident.ts";
import { shows } from "./sign.ts";

/** Where a reader begins: what is seen, what leads elsewhere, and the forks to pages. */
export type Branch = {
  /** Absent for what the catalogue knows no sign of. */
  readonly entrance?: Entrance;
  readonly leads: readonly Lead[];
  readonly forks: readonly Fork[];
  /** Incidents that show alike and that no fork of this branch names. */
  readonly near: readonly Incident[];
};

export type SymptomTree = { readonly branches: readonly Branch[]; readonly incidents: readonly Incident[] };

/** From what a person sees to a page, made of what drills saw. */
export const symptomTree = (index: readonly IndexEntry[]): SymptomTree => {
  const incidents = incidentsOf(index).filter(({ shown }) => shown.length > 0);
  const seenAt = new Map(known.map(({ id, signs }) => [id, incidents.filter((one) => shows(one, signs))]));
  const at = (id: string): readonly Incident[] => seenAt.get(id) ?? [];
  const others = incidents.filter((one) => !known.some(({ id }) => at(id).includes(one)));
  const branches = known.flatMap((entrance): Branch[] => {
    const all = at(entrance.id);
    const leads = (entrance.leads ?? []).filter(({ to }) => all.some((one) => at(to).includes(one)));
    const own = all.filter((one) => !leads.some(({ to }) => at(to).includes(one)));
    if (all.length === 0) return [];
    return [{ entrance, leads, forks: forksOf(own, entrance.signs), near: nearTo(own, incidents) }];
  });
  const rest = { leads: [], forks: forksOf(others, []), near: nearTo(others, incidents) };
  return { branches: others.length === 0 ? branches : [...branches, rest], incidents };
};

const nearTo = (own: readonly Incident[], all: readonly Incident[]): Incident[] => {
  const alike = new Set(own.flatMap((one) => alikeOf(one, all)));
  return all.filter((one) => alike.has(one) && !own.includes(one));
};
