import type { Variant } from "../../variants/variant.ts";
import type { LiveView } from "../live-view.ts";

/**
 * Streams the journal's lines as they are; notices go elsewhere, so that every line stays JSON. Where journals of
 * several drills follow each other, each line begins with its kind of machine, and the versions that were asked for:
 * `{"on":"vm","with":{"podman":"5.4"},…`.
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

const beginOf = ({ kind, asked }: Variant): string =>
  JSON.stringify({ on: kind, ...(Object.keys(asked).length === 0 ? {} : { with: asked }) }).slice(0, -1);
