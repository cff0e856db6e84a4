import { execa } from "execa";
import { uninterrupted } from "#harness/cli/uninterrupted.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { repositoryRoot } from "#setup/repository.ts";

export type Part = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** Runs the commands in order until one fails, and answers the exit code of the last. */
export const runAll = async (parts: readonly Part[]): Promise<number> => {
  for (const { name, command } of parts) {
    const [file, ...args] = command;
    process.stdout.write(`\n── ${name}\n`);
    const run = await uninterrupted(() =>
      execa(file, args, {
        cwd: repositoryRoot,
        preferLocal: true,
        stdio: ["ignore", "inherit", "inherit"],
        reject: false,
      }),
    );
    if (run.interrupted) {
      process.stderr.write("\ninterrupted: cleaning up\n");
      await removeLeftovers({ onProgress: (line) => process.stderr.write(`${line}\n`) });
      return 130;
    }
    if (run.exitCode !== 0) {
      process.stderr.write(`\n✗ ${name} failed (${file} ${args.join(" ")})\n`);
      return run.exitCode ?? 1;
    }
  }
  return 0;
};
