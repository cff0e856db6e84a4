import { openSync, writeFileSync } from "node:fs";
import { makeMemoryFolder } from "./memory-folder.ts";
import { messageOf, Refusal } from "./refusal.ts";

/**
 * An end to read the text from, to be closed by the caller. A nameless file, since `cat /dev/stdin` would wait
 * for ever on a named pipe whose writer is gone.
 */
export const inputFile = (text: string): number => {
  using folder = makeMemoryFolder();
  try {
    // Readable by all: the command may open it once more, as another user.
    writeFileSync(`${folder.path}/stdin`, text, { mode: 0o444 });
    return openSync(`${folder.path}/stdin`, "r");
  } catch (error) {
    throw new Refusal(`the command's stdin could not be prepared: ${messageOf(error)}`);
  }
};
