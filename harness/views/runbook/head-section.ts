import { onKind } from "../kind-words.ts";
import { costWords } from "../loss-words.ts";
import { dateOf, seconds } from "../time-words.ts";
import { heading, type Inline, link, paragraph, prose, strong } from "./markdown.ts";
import type { Page, Section } from "./page.ts";

/** Title, one line of result, what happened. */
export const headSection: Section = (page) => [
  heading(1, ...prose(page.scenario.title)),
  paragraph(...resultLine(page)),
  paragraph(...prose(page.scenario.summary)),
];

const resultLine = (page: Page): Inline[] => {
  const [best] = page.runs;
  const podman = best.record.machines[0]?.versions["podman"];
  return [
    strong(`Verified ${dateOf(page.verifiedMs)}`),
    ` on ${machineWords(page)}${podman === undefined ? "" : `, podman ${podman}`} · recovery took `,
    strong(seconds(best.recoveryMs)),
    ` · ${costWords(best.record)} · `,
    link("how this was proven", "#proof"),
  ];
};

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
