import { runAll } from "./run-all.ts";

/** `npm run lint`: types and style. */
export const main = (): Promise<number> =>
  runAll([
    { name: "types", command: ["tsc", "--noEmit", "-p", "."] },
    { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
  ]);
