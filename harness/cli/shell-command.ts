import type { Command } from "commander";

/** `drill shell [MACHINE]`: a shell in a machine that was kept. */
export const addShell = (program: Command): void => {
  program
    .command("shell")
    .argument("[machine]", "its name; optional when only one machine is kept")
    .description("open a shell in a machine that a drill left running with --keep")
    .option("--user <name>", "the account that runs the shell", "root")
    .action(async (name: string | undefined, options: { user: string }) => {
      const { enterKeptMachine } = await import("./enter-kept-machine.ts");
      process.exitCode = await enterKeptMachine(name, options.user);
    });
};
