import { Command } from "commander";
import { expect, test } from "vitest";
import { assertNoneTakenByNpm } from "./taken-by-npm.ts";

const program = new Command("drill");
program
  .command("run")
  .option("--keep")
  .option("--procedure <name>")
  .option("--no-setup")
  .option("--jobs <n>");
program.command("clean").option("--cache");

/** What npm leaves in the environment of each script. */
const usual = { npm_lifecycle_event: "drill", npm_config_cache: "/root/.npm", npm_config_jobs: "max" };

test("flags that npm took are told, with the command line that was meant", () => {
  const env = { ...usual, npm_config_keep: "true", npm_config_procedure: "true", npm_config_setup: "" };
  expect(() => assertNoneTakenByNpm(program, ["uid-change", "recreate"], env)).toThrow(
    expect.objectContaining({
      message: "npm took --keep and --procedure and --no-setup for its own",
      facts: expect.objectContaining({
        next: expect.stringContaining("uid-change -- --keep --procedure --no-setup"),
      }),
    }),
  );
});

test.each([
  ["npm took none", usual],
  ["there is no npm", { npm_config_keep: "true" }],
])("nothing is told where %s", (_, env) => {
  expect(() => assertNoneTakenByNpm(program, ["uid-change"], env)).not.toThrow();
});
