import { type Part, runAll } from "./run-all.ts";

const usage = `npm test [-- PART…]

Without a part: types, lint, and every test. Parts:
  unit          what needs no machine
  contract      the contract that every kind of machine keeps, and the engine itself
  integration   whole commands and drills, good and bad
  vm            whole drills on virtual machines
`;

const checks: readonly Part[] = [
  { name: "types", command: ["tsc", "--noEmit", "-p", "."] },
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
];

const projects = ["unit", "contract", "integration", "vm"];

const vitest = (project: string): Part => ({
  name: project,
  command: ["vitest", "run", "--project", project],
});

/** `npm test`. */
export const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = args.find((arg) => !projects.includes(arg));
  if (unknown !== undefined) {
    process.stderr.write(`there is no part "${unknown}" of the tests\n\n${usage}`);
    return 64;
  }
  return args.length > 0 ? runAll(args.map(vitest)) : runAll([...checks, ...projects.map(vitest)]);
};
