import type { EventBody } from "../journal/events.ts";
import type { Action } from "../scenario/action.ts";
import { readBlocks } from "../scenario/printed-section.ts";
import type { Scenario } from "../scenario/scenario.ts";

type ActionEnded = Extract<EventBody, { readonly type: "action-ended" }>;

/** What came of an action. */
export type Done = Pick<ActionEnded, "ok" | "expected" | "got" | "observation" | "section">;

/** The same with the section of the page that the action printed; it failed if the scenario takes one and there is none. */
export const withSection = ({ sections = [] }: Scenario, action: Action, done: Done): Done => {
  const title = sections.find(({ from }) => from === action)?.title;
  if (title === undefined || !done.ok || done.observation?.kind !== "command") return done;
  try {
    return { ...done, section: { title, blocks: readBlocks(done.observation.stdout) } };
  } catch (error) {
    const expected = `prints the section "${title}", a JSON array of blocks`;
    return { ...done, ok: false, expected, got: (error as Error).message };
  }
};
