import { fill } from "../../scenario/text.ts";
import { visible } from "../visible.ts";
import { heading, markdown, prose } from "./markdown.ts";
import type { Section } from "./page.ts";

/** What the scenario wants looked up during the recovery, such as a table of services. */
export const referenceSection: Section = ({ scenario, addresses }) =>
  scenario.reference.flatMap(({ title, text }) => [
    heading(2, ...prose(title)),
    markdown(visible(fill(text, addresses.resolve)).trim()),
  ]);
