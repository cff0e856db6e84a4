import type { Command } from "commander";

/** `drill clean`: removes what earlier drills left or kept. */
export const addClean = (program: Command): void => {
  program
    .command("clean")
    .description("remove the remains of killed drills, and machines that --keep left running")
    .option("--cache", "also remove the images and the engine's store; the next drill builds them again")
    .action(async (options: { cache?: boolean }) => {
      const { removeLeftovers } = await import("../machines/leftovers/index.ts");
      const onProgress = (line: string) => process.stdout.write(`${line}\n`);
      await removeLeftovers({ onProgress, kept: true, cache: options.cache === true });
    });
};
