import type { RootContent } from "mdast";
import { lastingOn } from "../../scenario/lasting.ts";
import type { Step } from "../../scenario/step.ts";
import { fill } from "../../scenario/text.ts";
import { code, inlineCode, paragraph, prose, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { calledOn } from "./typing.ts";

/** How the step's change survives the next rebuild of its machine; nothing where the project has no platform's profile. */
export const lastingBlocks = (page: Page, { lasting, run: [first] }: Step): RootContent[] => {
  const machine = first && page.platform?.machines[first.machine];
  if (lasting === undefined || first === undefined || machine === undefined) return [];
  const text = lastingOn(lasting, machine.system);
  const lead = [strong("To make it last"), ...calledOn(page, first.machine)];
  const rebuilt = machine.system === "NixOS";
  return [
    ...(text === undefined
      ? []
      : [
          rebuilt
            ? paragraph(
                ...lead,
                ", write this into its NixOS configuration, and run ",
                inlineCode("nixos-rebuild switch"),
                " as root. Without it the next rebuild may undo the step:",
              )
            : paragraph(...lead, ":"),
          code(rebuilt ? "text" : "sh", fill(text, page.addresses.resolve)),
        ]),
    ...(lasting.byHand === undefined ? [] : [paragraph(...lead, ": ", ...prose(lasting.byHand))]),
  ];
};
