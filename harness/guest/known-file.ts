import { readFileSync, statSync } from "node:fs";

/**
 * The parsed file, parsed again only when it has changed: every command needs it, and drills change it.
 * @throws when the file cannot be read
 */
export const knownFile = <T>(path: string, parse: (text: string) => T): (() => T) => {
  let known: { readonly state: string; readonly value: T } | undefined;
  return () => {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    const state = `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
    if (known?.state !== state) known = { state, value: parse(readFileSync(path, "utf8")) };
    return known.value;
  };
};
