import type { Action, MachineHandle } from "drillbook";
import type { ProvisionItem } from "./provision-items.ts";

/** The items as actions on this machine, in their order. */
export const provisionActions = (
  machine: MachineHandle,
  items: readonly ProvisionItem[],
): readonly Action[] =>
  items.map((item) =>
    item.kind === "file"
      ? machine.put(item.path, { content: item.content, mode: item.mode, owner: item.owner })
      : machine.account(item.user).sh`${{ kind: "raw", text: item.script }}`,
  );
