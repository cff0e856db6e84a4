import { readFileSync, statSync } from "node:fs";

/**
 * What `parse` makes of the file, made again only after the file has changed: it is asked for at every command,
 * and a drill changes it between two of them. @throws as reading does when it is not there
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
