import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../diagnosis/clean-line.ts";
import { type Diagnosis, linesOf } from "../diagnosis/rank.ts";
import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import { shownPath } from "./shown-path.ts";

const mostSymptoms = 4;
const longestPattern = 160;

/** Writes a scenario to begin with, and answers what to do with it. @throws UsageError when its id is no id, or taken */
export const startScenario = (
  id: string,
  diagnosis: Diagnosis,
  folder: string,
  platform?: PlatformProfile,
): string => {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new UsageError(`"${id}" is not a scenario id`, {
      next: "write it in kebab-case, such as disk-is-full",
    });
  }
  const file = join(folder, `${id}.ts`);
  if (existsSync(file))
    throw new UsageError(`the scenario ${id} exists already`, {
      got: shownPath(file),
      next: "choose another id",
    });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, skeleton(id, machineOf(platform), fingerprintLines(diagnosis)), { flag: "wx" });
  return `${shownPath(file)} is written: fill it in from top to bottom (docs/writing-a-scenario.md), then ${scenarioCommand([id])}`;
};

/** One that the platform has, where it has a profile: a plan refuses others. */
const machineOf = (platform: PlatformProfile | undefined): string =>
  Object.keys(platform?.machines ?? {})[0] ?? "host";

/** What nothing is known of; where all of it is known, that. */
const fingerprintLines = ({ strangers, hints, groups, head }: Diagnosis): string[] => {
  const known = groups.flatMap(({ candidates }) => linesOf(candidates[0]));
  const [lines = []] = [strangers, hints.map(({ line }) => line), known, head].filter(
    (some) => some.length > 0,
  );
  return [...new Set(lines.map(({ text }) => messageOf(text).replace(/…$/, "")))].slice(0, mostSymptoms);
};

/** A pattern for the line: numbers and ids, which are others the next time, are left open. */
const patternOf = (line: string): string =>
  line
    .slice(0, longestPattern)
    .replaceAll(/[/.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\b(?=[a-f]*\d)[0-9a-f]{12,}\b/g, "[0-9a-f]+")
    .replaceAll(/\d+(?![\w-]*\])/g, "\\d+");

const symptomOf = (line: string, index: number): string => `    check(
      "FILL IN: the symptom ${index + 1}",
      // Replace the command by the one that printed it.
      machineOfIt.root.sh\`false\`.exits("nonzero", /${patternOf(line)}/),
    ),`;

const skeleton = (
  id: string,
  machine: string,
  lines: readonly string[],
): string => `import { check, machine, procedure, scenario, step } from "drillbook";

// Begun from an error text that no drill had seen. Until everything that says FILL IN is filled in, a drill of it
// proves nothing and ends "unknown". docs/writing-a-scenario.md explains each part.
const machineOfIt = machine("${machine}", { addresses: { lan: "192.0.2.20" }, provision: [] });

const works = check("FILL IN: what works before it", machineOfIt.root.sh\`false\`);

export default scenario({
  id: "${id}",
  title: "FILL IN: what happened, in a sentence",
  source: "FILL IN: who saw it, and when",
  summary: "FILL IN: why it happened, and what it led to.",

  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [machineOfIt.spec],
    setup: [],
    samples: [],
  },

  steady: [works],

  fault: [
    step("FILL IN: what broke it", {
      why: "FILL IN: how that came about.",
      run: machineOfIt.root.sh\`false\`,
      verify: check("FILL IN: how the fault is detected", machineOfIt.root.sh\`false\`),
    }),
  ],

  breaks: [works],

  symptoms: [
${lines.map(symptomOf).join("\n")}
  ],

  procedures: {
    repair: procedure({
      title: "FILL IN: what the procedure does",
      summary: "FILL IN: when to choose this procedure.",
      steps: [
        step("FILL IN: the first step", {
          why: "FILL IN: why it is necessary.",
          run: machineOfIt.root.sh\`false\`,
          verify: works,
        }),
      ],
    }),
  },

  checklist: [works],
});
`;
