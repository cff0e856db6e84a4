import type { MachineKind } from "#harness/scenario/machine-kind.ts";
import type { LiveView } from "../live-view.ts";

/**
 * Streams the journal's lines as they are; notices go elsewhere, so that every line stays JSON. Where journals of
 * several kinds of machine follow each other, each line begins with the kind: `{"on":"vm",…`.
 */
export const createJsonView = (
  write: (text: string) => void,
  warn: (text: string) => void = () => {},
  among?: MachineKind,
): LiveView => ({
  event: (_event, line) =>
    write(among === undefined ? `${line}\n` : `${line.replace(/^\{/, `{"on":"${among}",`)}\n`),
  notice: (line) => warn(`${line}\n`),
  end: () => {},
  close: () => {},
});
