import { runAll } from "./run-all.ts";

/** `npm run format`: formats and mends what can be mended without a person. */
export const main = (): Promise<number> =>
  runAll([{ name: "format", command: ["biome", "check", "--write", "."] }]);
