import { bullets, heading, paragraph, prose } from "./markdown.ts";
import type { Page, Section } from "./page.ts";

/** Claims of source documents that the drill refutes, each with what holds instead; nothing when there are none. */
export const claimsSection: Section = ({ scenario: { claims = [] } }: Pick<Page, "scenario">) => {
  const refuted = claims.flatMap(({ claims: some, because }) =>
    because === undefined ? [] : some.map((claim) => ({ claim, because })),
  );
  if (refuted.length === 0) return [];
  return [
    heading(2, "Where the source documents are wrong"),
    paragraph("Each of these claims was tried in the drill:"),
    bullets(
      refuted.map(({ claim: { document, where, text }, because }) => [
        `${document}, ${where}: “`,
        ...prose(text),
        "” ",
        ...prose(because),
      ]),
    ),
  ];
};
