import type { Variant } from "../../variants/variant.ts";
import type { LiveView } from "../live-view.ts";

/** What tells a journal from the others beside it: the scenario, or the machines, or both. */
type Among = { readonly drill?: string | undefined; readonly variant?: Variant | undefined };

/**
 * Streams the journal's lines as they are; notices go elsewhere, so that every line stays JSON. Where there are
 * journals of several drills, each line begins with its scenario, its kind of machine, and the versions that were asked
 * for: `{"drill":"uid-change","on":"vm","with":{"podman":"5.4"},…`.
 */
export const createJsonView = (
  write: (text: string) => void,
  warn: (text: string) => void = () => {},
  among: Among = {},
): LiveView => {
  const begin = beginOf(among);
  return {
    event: (_event, line) => write(`${begin}${line.slice(1)}\n`),
    notice: (line) => warn(`${line}\n`),
    end: () => {},
    close: () => {},
  };
};

const beginOf = ({ drill, variant }: Among): string => {
  const versions = Object.keys(variant?.asked ?? {}).length === 0 ? undefined : variant?.asked;
  const fields = JSON.stringify({ drill, on: variant?.kind, with: versions });
  return fields === "{}" ? "{" : `${fields.slice(0, -1)},`;
};
