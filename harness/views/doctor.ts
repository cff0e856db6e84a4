import { drillCommand } from "../invocation.ts";

/** One thing that a drill needs, or could use. */
type DoctorFinding = {
  readonly what: string;
  readonly state: "found" | "missing";
  readonly detail: string;
  readonly fix: string;
};

const widest = 44;

/** What a host has and lacks, one line each, with the fix below what is missing. */
export const renderDoctor = (findings: readonly DoctorFinding[]): string => {
  const width = Math.min(widest, Math.max(...findings.map(({ what }) => what.length)));
  const lines = findings.flatMap(({ what, state, detail, fix }) => [
    `${state === "found" ? "✓" : fix === "" ? "·" : "✗"} ${what.padEnd(width)}  ${detail === "" ? state : detail}`,
    ...(fix === "" ? [] : [`    fix: ${fix}`]),
  ]);
  const toDo = findings.filter(({ fix }) => fix !== "").length;
  const last =
    toDo === 0
      ? "Ready for a drill."
      : `${toDo} to fix, or let a drill install it: ${drillCommand(["SCENARIO"])}`;
  return `${[...lines, "", last].join("\n")}\n`;
};
