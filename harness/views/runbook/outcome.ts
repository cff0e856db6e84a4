import type { RootContent } from "mdast";
import type { EventOf } from "../../journal/drill-record.ts";
import { code, paragraph } from "./markdown.ts";
import { excerpt, printed } from "./typing.ts";

/** What the command printed, and how it ended when that was not with success. */
export const outcomeOf = (seen: EventOf<"action-ended"> | undefined): RootContent[] => {
  if (seen?.observation?.kind !== "command") return [];
  const output = excerpt(printed(seen.observation));
  const { exitCode } = seen.observation;
  const end = exitCode === 0 ? "" : `exits ${exitCode}, as expected`;
  if (output === "") return end === "" ? [] : [paragraph(`It ${end}.`)];
  return [paragraph(end === "" ? "It prints:" : `It ${end}, and prints:`), code("text", output)];
};
