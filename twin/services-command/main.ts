import { type Command, Option } from "commander";
import type { ServicesOptions } from "./print.ts";

const examples = `
Examples:
  npm run -s drill services -- --as table         what runs, in the order in which it starts
  npm run -s drill services mcns                  the command that starts it from its image
  npm run -s drill services mcr                   all containers of a service; of one: mcr-web
  npm run -s drill services -- --as quadlet --into ./units
                                                  a unit file for each, for ~/.config/containers/systemd
  npm run -s drill services -- --definitions ./services --inventory ./addresses.toml

Addresses are those of the real platform (twin/metacircular/inventory.toml); nothing is sent to them.
Exit codes: 0 printed · 64 bad arguments · 78 a definition is wrong`;

/** `drill services`: the commands or units that start each service, from its definition. */
export const addServices = (program: Command): void => {
  program
    .command("services")
    .argument("[names...]", "services or containers; without one, all")
    .description(
      "print the commands that start the services of the platform: podman run commands, Quadlet units or a table",
    )
    .addOption(
      new Option("--as <form>", "what to print").choices(["podman", "quadlet", "table"]).default("podman"),
    )
    .option("--definitions <folder>", "a folder of your own definitions (docs/service-definitions.md)")
    .option("--inventory <file>", "a TOML file with the addresses of your own machines")
    .option("--into <folder>", "with --as quadlet: write one file a unit there, and print their names")
    .addHelpText("after", examples)
    .action(async (names: string[], options: ServicesOptions) => {
      const { printServices } = await import("./print.ts");
      printServices(names, options);
    });
};
