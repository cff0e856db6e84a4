import type { RootContent } from "mdast";
import type { EventOf } from "../../journal/drill-record.ts";
import { code, inlineCode, paragraph } from "./markdown.ts";
import { withPlaceholders } from "./placeholders.ts";
import { excerpt, isShort, printed } from "./typing.ts";

/** What the command printed, and how it ended when that was not with success. */
export const outcomeOf = (seen: EventOf<"action-ended"> | undefined): RootContent[] => {
  if (seen?.observation?.kind !== "command") return [];
  const output = excerpt(withPlaceholders(printed(seen.observation)));
  const { exitCode } = seen.observation;
  const end = exitCode === 0 ? "" : `exits ${exitCode}, as expected`;
  if (output === "") return end === "" ? [] : [paragraph(`It ${end}.`)];
  const words = end === "" ? "It prints" : `It ${end}, and prints`;
  return isShort({ isTight: false }, output)
    ? [paragraph(`${words} `, inlineCode(output), ".")]
    : [paragraph(`${words}:`), code("text", output)];
};
