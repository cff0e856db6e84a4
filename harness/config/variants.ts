import { closest } from "../scenario/closest.ts";
import { type ReleaseName, releaseNames } from "../variants/releases.ts";
import { releasesAlone, type Variants } from "../variants/variants.ts";
import { releaseDimension } from "../variants/versions.ts";

/** What is wrong, and what to write instead; throws. */
type Refuse = (got: string, next: string) => never;

const example = 'variants: { podman: { "5.4": "trixie" } }';
// Both stand in flags, and in names of folders and pages.
const nameRule = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const versionRule = /^[A-Za-z0-9][A-Za-z0-9.+~-]*$/;

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The variants of a project: the releases, and what its configuration declares. */
export const variantsOfConfig = (declared: unknown, refuse: Refuse): Variants => {
  if (declared === undefined) return releasesAlone;
  if (!isTable(declared)) return refuse(`variants is ${JSON.stringify(declared)}`, `write ${example}`);
  const own = Object.entries(declared).map(([name, versions]) => [name, releasesOf(name, versions, refuse)]);
  return { ...releasesAlone, ...Object.fromEntries(own) };
};

const releasesOf = (
  name: string,
  versions: unknown,
  refuse: Refuse,
): Readonly<Record<string, ReleaseName>> => {
  const where = `variants.${name}`;
  if (name === releaseDimension) return refuse(`${where} already exists`, "choose another name");
  if (!nameRule.test(name))
    return refuse(
      `variants has "${name}"`,
      "write the name in lower case, with hyphens between words: postgresql",
    );
  if (!isTable(versions) || Object.keys(versions).length === 0)
    return refuse(`${where} has no version`, `write ${example.replace("podman", name)}`);
  const taken = new Map<unknown, string>();
  for (const [version, release] of Object.entries(versions)) {
    if (!versionRule.test(version))
      return refuse(`${where} has the version "${version}"`, 'write it as in "5.4"');
    if (!releaseNames.some((known) => known === release)) {
      const near = typeof release === "string" ? closest(release, releaseNames) : undefined;
      const meant = near === undefined ? "" : `; did you mean ${near}?`;
      return refuse(
        `${where}["${version}"] is ${JSON.stringify(release)}`,
        `write the release of Debian that has it: ${releaseNames.join(", ")}${meant}`,
      );
    }
    const other = taken.get(release);
    if (other !== undefined)
      return refuse(
        `${where} says ${release} for ${other} and for ${version}`,
        "keep one: a release has one version of a package",
      );
    taken.set(release, version);
  }
  return versions as Readonly<Record<string, ReleaseName>>;
};
