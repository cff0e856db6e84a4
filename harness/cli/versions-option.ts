import { Option } from "commander";
import type { Project } from "../config/load-project.ts";
import { ScenarioError } from "../errors.ts";
import type { VersionsAsked } from "../variants/variant.ts";
import { usualVersions, type Variants, versionNames } from "../variants/variants.ts";
import { releaseDimension } from "../variants/versions.ts";
import { parseVersions } from "./parse-versions.ts";
import { choice } from "./parse-words.ts";

/** `--podman 5.4,4.3`: one drill with each version; the values of all dimensions are one option. */
class VersionsOption extends Option {
  constructor(name: string, variants: Variants) {
    const all = versionNames(variants, name);
    const usual = usualVersions(variants)[name];
    const words = all.map((one) => (one === usual ? `${one} (the default)` : one));
    const several = [...all.filter((one) => one === usual), ...all.filter((one) => one !== usual)].join(",");
    const what = name === releaseDimension ? "the Debian release" : `the ${name}`;
    const also = all.length > 1 ? `, or several, as in ${several}` : "";
    super(`--${name} <versions>`, `${what} of the machines: ${choice(words)}${also}`);
    this.argParser<VersionsAsked>((value, before) => ({ ...before, [name]: parseVersions(all, value) }));
  }

  override attributeName(): string {
    return "versions";
  }
}

/** The flags for the project's versions. @throws ScenarioError for a name that another option of the command has */
export const versionsOptions = (
  { variants, configFile }: Pick<Project, "variants" | "configFile">,
  others: readonly Option[],
): Option[] => {
  const taken = new Set([
    ...["help", "version"],
    ...others.flatMap((one) => [one.name(), one.attributeName()]),
  ]);
  const twice = Object.keys(variants).find((name) => taken.has(name));
  if (twice === undefined) return Object.keys(variants).map((name) => new VersionsOption(name, variants));
  throw new ScenarioError(`variants.${twice} cannot be a flag: drill has another option --${twice}`, {
    ...(configFile === undefined ? {} : { where: configFile }),
    next: `write another name, such as ${twice}-package`,
  });
};
