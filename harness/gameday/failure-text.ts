import picocolors from "picocolors";
import type { EventOf } from "../journal/drill-record.ts";
import { renderError } from "../views/error.ts";
import { factLines } from "../views/message-block.ts";

const style = { colors: picocolors.createColors(false), columns: 110 };

/** A failure of a drill as lines: what, where, and the facts. */
export const failureText = (failure: EventOf<"failure">): string =>
  [failure.headline, ...factLines(failure, "  ", style)].join("\n");

/** The error that kept a drill from running, as lines. */
export const errorText = (error: unknown): string => renderError(error, style).replace(/^✗ /, "").trimEnd();
