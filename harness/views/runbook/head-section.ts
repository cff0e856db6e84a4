import { onKind } from "../../scenario/machine-kind.ts";
import { dimensionWord } from "../../variants/versions.ts";
import { dateOf } from "../time-words.ts";
import { heading, type Inline, inlineCode, link, paragraph, prose, strong } from "./markdown.ts";
import { type Page, proofLink, type Section } from "./page.ts";
import { type Stamp, stampsOf } from "./version-stamp.ts";

/** Title, one line of result, what happened. */
export const headSection: Section = (page) => [
  heading(1, ...prose(page.scenario.title)),
  paragraph(...resultLine(page)),
  paragraph(...prose(page.scenario.summary)),
];

const resultLine = (page: Page): Inline[] => [
  strong(`Verified ${dateOf(page.verifiedMs)}`),
  ` on ${machineWords(page)}`,
  ...stampsOf(page).flatMap((stamp) => stampWords(page, stamp)),
  " · ",
  link("how this was proven", proofLink(page)),
];

/** Versions that every procedure holds with, then those that only some hold with, then those that failed. */
const stampWords = (page: Page, { dimension, holds, fails }: Stamp): Inline[] => {
  const name = dimensionWord(dimension);
  const all = page.runs.map(({ id }) => id);
  const isWhole = (procedures: readonly string[]): boolean => all.every((id) => procedures.includes(id));
  const whole = holds.filter(({ procedures }) => isWhole(procedures)).map(({ version }) => version);
  return [
    ...(whole.length === 0 ? [] : [`, ${name} ${listed(whole)}`]),
    ...holds
      .filter(({ procedures }) => !isWhole(procedures))
      .flatMap(({ version, procedures }): Inline[] => [
        `, ${whole.length === 0 ? "" : "and "}${name} ${version} for `,
        ...procedures.flatMap((id, index): Inline[] => [index === 0 ? "" : " and ", inlineCode(id)]),
        " only",
      ]),
    ...(fails.length === 0 ? [] : [", ", strong(`not with ${name} ${listed(fails, "or")}`)]),
  ];
};

const listed = (words: readonly string[], last = "and"): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

const machineWords = (page: Page): string => {
  const { machines } = page.runs[0].record;
  const others = machines.filter(({ kind }) => kind !== page.kind);
  const simulated = machines.some(
    ({ kind, fidelity }) => kind === page.kind && fidelity.reboot === "simulated",
  );
  return [
    simulated ? `${onKind(page.kind)} (its reboot is simulated)` : onKind(page.kind),
    ...others.map(({ machine, kind }) => `${machine} on ${onKind(kind)}`),
  ].join(", ");
};
