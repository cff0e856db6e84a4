import type { Root } from "mdast";
import { claimsOf, type SourceDocument } from "#harness/scenario/claim.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import {
  heading,
  type Inline,
  inlineCode,
  link,
  paragraph,
  prose,
  renderMarkdown,
  table,
} from "#harness/views/runbook/markdown.ts";

/** In the order of the document: what is wrong in the sources comes first. */
const states = ["refuted", "reproduced", "asserted", "open", "out of reach"] as const;
type State = (typeof states)[number];

const meanings: Readonly<Record<State, string>> = {
  refuted: "A drill shows that it does not hold.",
  reproduced: "A drill makes it happen; where the platform's own software is not available, with a stand-in.",
  asserted: "A check of a drill or a test looks at it; it is not caused.",
  open: "It could be shown, and is not yet.",
  "out of reach": "No drill of this project can show it.",
};

/** Where a claim is shown: a part of a scenario, or the file of a test. */
type Place = { readonly scenario: string; readonly by: string; readonly because?: string };

export type ClaimRow = {
  readonly id: string;
  readonly text: string;
  readonly document: string;
  readonly where: string;
  readonly state: State;
  readonly places: readonly Place[];
  readonly test?: string;
  /** Why it is open or out of reach. */
  readonly reason?: string;
};

/**
 * Every claim of the documents with its state.
 * @throws TypeError for a claim without a state, one that a scenario shows although it is listed as out of reach or
 * open, and one that scenarios show and refute
 */
export const claimRows = (
  documents: readonly SourceDocument[],
  scenarios: readonly Scenario[],
): readonly ClaimRow[] => {
  const shown = scenarios.flatMap(({ id: scenario, claims = [] }) =>
    claims.flatMap(({ claims: some, ...rest }) => some.map(({ id }) => ({ id, scenario, ...rest }))),
  );
  return documents.flatMap((document) =>
    Object.entries(document.claims).map(([number, { test, outOfReach, open }]): ClaimRow => {
      const [claim] = claimsOf(document)(Number(number));
      if (claim === undefined) throw new TypeError(`${document.id} has no claim ${number}`);
      const own = shown.filter(({ id }) => id === claim.id);
      const seen = new Set(own.map(({ state }) => state));
      const reason = outOfReach ?? open;
      if (reason !== undefined && own.length + (test === undefined ? 0 : 1) > 0) {
        throw new TypeError(`${claim.id} is shown, and its document still lists why it is not`);
      }
      if (seen.has("refuted") && seen.size > 1) {
        throw new TypeError(`${claim.id} is refuted by one scenario and shown by another`);
      }
      const state: State | undefined =
        states.find((one) => seen.has(one as "refuted")) ??
        (test === undefined ? undefined : "asserted") ??
        (outOfReach === undefined ? undefined : "out of reach") ??
        (open === undefined ? undefined : "open");
      if (state === undefined) {
        throw new TypeError(
          `${claim.id} has no state: name it in a scenario, or give it a test, outOfReach or open`,
        );
      }
      return {
        ...claim,
        state,
        places: own.filter((one) => one.state === state),
        ...(test === undefined ? {} : { test }),
        ...(reason === undefined ? {} : { reason }),
      };
    }),
  );
};

/** docs/claims.md. */
export const claimsDocument = (
  documents: readonly SourceDocument[],
  scenarios: readonly Scenario[],
): string => {
  const rows = claimRows(documents, scenarios);
  const ofState = (state: State) => rows.filter((row) => row.state === state);
  const root: Root = {
    type: "root",
    children: [
      heading(1, "Claims of the source documents"),
      paragraph(
        `The incidents come from ${documents.length} documents, which make ${rows.length} claims. This page lists each, and the drill that shows it. `,
        inlineCode("npm run build:claims"),
        " writes this page from the scenarios and from ",
        inlineCode("scenarios/claims/"),
        "; see ",
        link("Writing a scenario", "writing-a-scenario.md#claims-of-source-documents"),
        ".",
      ),
      table([
        [["document"], ["title"], ["claims"]],
        ...documents.map(({ name, title, claims }): Inline[][] => [
          [name],
          prose(title),
          [String(Object.keys(claims).length)],
        ]),
      ]),
      table([
        [["state"], ["claims"], ["meaning"]],
        ...states.map((state): Inline[][] => [[state], [String(ofState(state).length)], [meanings[state]]]),
      ]),
      ...states.flatMap((state) => [
        heading(2, `${state.charAt(0).toUpperCase()}${state.slice(1)}`),
        table([
          [["claim"], ["document, section"], ["text"], [lastColumn(state)]],
          ...ofState(state).map((row): Inline[][] => [
            [row.id],
            [`${row.document}, ${row.where}`],
            prose(row.text),
            row.reason === undefined ? shownBy(row) : prose(row.reason),
          ]),
        ]),
      ]),
    ],
  };
  return renderMarkdown(root);
};

const lastColumn = (state: State): string => {
  if (state === "open") return "what is missing";
  return state === "out of reach" ? "why" : "drill";
};

const shownBy = ({ places, test }: ClaimRow): Inline[] => {
  const parts = places.map(({ scenario, by, because }): Inline[] => [
    inlineCode(scenario),
    ": ",
    ...prose(by),
    ...(because === undefined ? [] : [". ", ...prose(because)]),
  ]);
  const all = test === undefined ? parts : [...parts, [inlineCode(test)] as Inline[]];
  return all.flatMap((part, index) => (index === 0 ? part : ["; ", ...part]));
};
