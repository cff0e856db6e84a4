import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { openTestEngine } from "./test-engine.ts";

/** One engine for all tests: they reach it, and so do the commands that they start, through DOCKER_HOST. */
export default async function setup(): Promise<() => Promise<void>> {
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  await removeLeftovers({ onProgress });
  const engine = await openTestEngine(onProgress);
  const before = process.env["DOCKER_HOST"];
  process.env["DOCKER_HOST"] = engine.dockerHost;
  return async () => {
    if (before === undefined) delete process.env["DOCKER_HOST"];
    else process.env["DOCKER_HOST"] = before;
    await engine[Symbol.asyncDispose]();
  };
}
