import { openSync, rmSync, writeFileSync } from "node:fs";
import { makeMemoryFolder } from "./memory-folder.ts";
import { messageOf, Refusal } from "./refusal.ts";

/**
 * An end to read the text from, to be closed by the caller. A nameless file, since `cat /dev/stdin` would wait
 * for ever on a named pipe whose writer is gone.
 */
export const inputFile = (text: string): number => {
  const folder = makeMemoryFolder();
  try {
    // Readable by all: the command may open it once more, as another user.
    writeFileSync(`${folder}/stdin`, text, { mode: 0o444 });
    return openSync(`${folder}/stdin`, "r");
  } catch (error) {
    throw new Refusal(`the command's stdin could not be prepared: ${messageOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
