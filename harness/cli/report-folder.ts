import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HostNotReadyError } from "../errors.ts";

const stampOf = (date: Date): string => date.toISOString().slice(0, 19).replaceAll(":", "-");

/** A new folder `<time>-<name>` below `parent`; two runs in one second get different ones. */
export const newReportFolder = (parent: string, name: string, now: Date): string => {
  try {
    mkdirSync(parent, { recursive: true });
    for (let attempt = 1; ; attempt += 1) {
      const folder = join(parent, `${stampOf(now)}-${name}${attempt === 1 ? "" : `-${attempt}`}`);
      if (madeAnew(folder)) return folder;
    }
  } catch (cause) {
    throw new HostNotReadyError(`no report can be written below ${parent}`, {
      got: cause instanceof Error ? cause.message : String(cause),
      next: "make room or give write permission there, or name another folder with --reports",
      cause,
    });
  }
};

const madeAnew = (folder: string): boolean => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};
