import { Command, Option } from "commander";
import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { releasesAlone, type Variants } from "../variants/variants.ts";
import { versionsOptions } from "./versions-option.ts";

const commandWith = (declared: Variants): Command => {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const project = { variants: { ...releasesAlone, ...declared }, configFile: "/project/drillbook.config.ts" };
  for (const option of versionsOptions(project, [new Option("--no-setup"), new Option("--on <kinds>")]))
    command.addOption(option);
  return command;
};

const postgresql = { "15": "bookworm", "17": "trixie" } as const;

test("the help of a command tells a package where the project has variants of it, and the release everywhere", () => {
  const help = (declared: Variants) =>
    commandWith(declared).configureHelp({ helpWidth: 200 }).helpInformation();
  expect(help({ postgresql })).toContain(
    "--postgresql <versions>  the postgresql of the machines: 15 or 17 (the default), or several, as in 17,15",
  );
  expect(help({})).not.toContain("postgresql");
  expect(help({})).toContain(
    "the Debian release of the machines: bookworm, trixie (the default) or forky, or several, as in trixie,bookworm,forky",
  );
  expect(help({ redis: { "7": "bookworm" } })).toMatch(/the redis of the machines: 7$/m);
});

test("the versions of all dimensions are one option", () => {
  const command = commandWith({ postgresql });
  command.parse(["--postgresql", "17,15", "--release", "trixie"], { from: "user" });
  expect(command.opts()).toEqual({ versions: { postgresql: ["17", "15"], release: ["trixie"] } });
});

test("a version that there is not is refused", () => {
  expect(() => commandWith({ postgresql }).parse(["--postgresql", "16"], { from: "user" })).toThrow(
    "write 15 or 17, or several with commas between them",
  );
});

test.each(["setup", "on", "help"])("a package cannot be called like the option --%s", (name) => {
  const refused = () => commandWith({ [name]: postgresql });
  expect(refused).toThrow(ScenarioError);
  expect(refused).toThrow(
    expect.objectContaining({
      message: `variants.${name} cannot be a flag: drill has another option --${name}`,
      facts: {
        where: "/project/drillbook.config.ts",
        next: `write another name, such as ${name}-package`,
      },
    }),
  );
});
