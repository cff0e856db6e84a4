import type { Command } from "commander";

/** `drill shell [MACHINE]`: a shell in a machine that was kept. */
export const addShell = (program: Command): void => {
  program
    .command("shell")
    .argument("[machine]", "its name; may be left out when only one machine is kept")
    .description("enter a machine that a drill left running with --keep; without a machine, list them")
    .option("--user <name>", "as this account", "root")
    .action(async (name: string | undefined, options: { user: string }) => {
      const { enterKeptMachine } = await import("./enter-kept-machine.ts");
      process.exitCode = await enterKeptMachine(name, options.user);
    });
};
