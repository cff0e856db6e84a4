import { openSync, writeFileSync } from "node:fs";
import { makeMemoryFolder } from "./memory-folder.ts";
import { messageOf, Refusal } from "./refusal.ts";

/**
 * A descriptor to read the text from; the caller closes it. A nameless file, because `cat /dev/stdin` would wait
 * forever on a named pipe whose writer is gone.
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
