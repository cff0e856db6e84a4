import type { Variant } from "../../scenario/variant.ts";
import type { LiveView } from "../live-view.ts";

/**
 * Streams the journal's lines as they are; notices go elsewhere, so that every line stays JSON. Where journals of
 * several drills follow each other, each line begins with its kind of machine, and its podman when one was asked for:
 * `{"on":"vm",…`.
 */
export const createJsonView = (
  write: (text: string) => void,
  warn: (text: string) => void = () => {},
  among?: Variant,
): LiveView => ({
  event: (_event, line) =>
    write(among === undefined ? `${line}\n` : `${line.replace(/^\{/, `${beginOf(among)},`)}\n`),
  notice: (line) => warn(`${line}\n`),
  end: () => {},
  close: () => {},
});

const beginOf = ({ kind, podman }: Variant): string =>
  JSON.stringify({ on: kind, ...(podman === undefined ? {} : { podman }) }).slice(0, -1);
