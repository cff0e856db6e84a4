import type { LiveView } from "../live-view.ts";

/** Streams the journal's lines as they are; notices go elsewhere, so that every line stays JSON. */
export const createJsonView = (
  write: (text: string) => void,
  warn: (text: string) => void = () => {},
): LiveView => ({
  event: (_event, line) => write(`${line}\n`),
  notice: (line) => warn(`${line}\n`),
  end: () => {},
  close: () => {},
});
