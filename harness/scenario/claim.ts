import { ScenarioError } from "../errors.ts";
import type { Check } from "./check.ts";
import type { Step } from "./step.ts";

/** A statement of a source document that drills reproduce, assert or refute. */
export type Claim = {
  /** The document's id and the claim's number: "incident-8". */
  readonly id: string;
  /** The document's short name. */
  readonly document: string;
  /** The section of the document. */
  readonly where: string;
  readonly text: string;
};

/** A claim as its document lists it, with what is known of one that no scenario shows. */
type ListedClaim = {
  readonly where: string;
  readonly text: string;
  /** The file of a test that asserts it, where no scenario does. */
  readonly test?: string;
  /** Why no drill and no test of this project can show it. */
  readonly outOfReach?: string;
  /** What is missing for a claim that could be shown. */
  readonly open?: string;
};

/** A document that incidents are taken from, and what it claims. */
export type SourceDocument = {
  /** Begins the ids of its claims, in kebab-case. */
  readonly id: string;
  /** Its short name in texts. */
  readonly name: string;
  readonly title: string;
  /** By number; a number is never given to another claim. */
  readonly claims: Readonly<Record<number, ListedClaim>>;
};

type ShownState = "reproduced" | "asserted" | "refuted";

/** What a part of a scenario shows of claims. */
export type ShownClaims = {
  readonly state: ShownState;
  readonly claims: readonly Claim[];
  /** The title of a check or a step, the id of a procedure or of a loss. */
  readonly by: string;
  /** What is so instead; a refuted claim has it. */
  readonly because?: string;
};

/** A check, a step, or the name of a part: a title, or the id of a procedure or of a loss. */
export type PartOfScenario = Check | Step | string;

const nameOf = (part: PartOfScenario): string => (typeof part === "string" ? part : part.title);

/**
 * The claims of a document by their numbers.
 * @throws ScenarioError for a number that the document does not have
 */
export const claimsOf =
  <Document extends SourceDocument>({ id, name, claims }: Document) =>
  (...numbers: readonly (keyof Document["claims"] & number)[]): readonly Claim[] =>
    numbers.map((number) => {
      const listed: ListedClaim | undefined = claims[number];
      if (listed === undefined) {
        throw new ScenarioError(`${name} has no claim ${number}`, {
          expected: `one of ${Object.keys(claims).join(", ")}`,
        });
      }
      return { id: `${id}-${number}`, document: name, where: listed.where, text: listed.text };
    });

/** The part makes what the claims say happen. */
export const reproduces = (by: PartOfScenario, claims: readonly Claim[]): ShownClaims => ({
  state: "reproduced",
  claims,
  by: nameOf(by),
});

/** The part looks at what the claims say; the drill does not cause it. */
export const asserts = (by: PartOfScenario, claims: readonly Claim[]): ShownClaims => ({
  state: "asserted",
  claims,
  by: nameOf(by),
});

/** The part shows that the claims do not hold; `because` says what holds instead. */
export const refutes = (by: PartOfScenario, claims: readonly Claim[], because: string): ShownClaims => ({
  state: "refuted",
  claims,
  by: nameOf(by),
  because,
});
