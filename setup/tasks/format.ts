import { runAll } from "./run-all.ts";

/** `npm run format`: formats the code and applies safe fixes. */
export const main = (): Promise<number> =>
  runAll([{ name: "format", command: ["biome", "check", "--write", "."] }]);
