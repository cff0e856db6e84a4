import { type Variants, versionNames } from "../variants/variants.ts";
import { dimensionWord, releaseDimension } from "../variants/versions.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The dimension that has such a version, or another one that the project has, for an example. */
const dimensionOf = (version: string, variants: Variants): string => {
  const names = Object.keys(variants);
  return (
    names.find((name) => versionNames(variants, name).includes(version)) ?? names.at(-1) ?? releaseDimension
  );
};

/** What is wrong with a value that is to be `{ podman: { "4.3": … } }`, whatever stands in place of the dots. */
export const byVersionShapeProblems = (
  where: string,
  value: unknown,
  what: string,
  variants: Variants,
): string[] => {
  if (!isRecord(value))
    return [`${where}: is not a list of ${what} by version; write ${written("podman", "4.3")}`];
  return Object.entries(value)
    .filter(([, versions]) => !isRecord(versions))
    .map(([name]) => {
      const dimension = dimensionOf(name, variants);
      return Object.hasOwn(variants, name)
        ? `${where}: is not a list of ${what} by version of ${dimensionWord(name)}; write ${written(name, "4.3")}`
        : `${where}: "${name}" does not say what it is a version of; write ${written(dimension, name)}`;
    });
};

const written = (dimension: string, version: string): string => `{ ${dimension}: { "${version}": … } }`;

/** A dimension, or versions in it, that the project does not have. */
export const namedVersionProblems = (
  where: string,
  dimension: string,
  versions: readonly string[],
  variants: Variants,
): string[] => {
  const known = versionNames(variants, dimension);
  if (known.length === 0) {
    const all = Object.keys(variants).join(", ");
    return [
      `${where}: the project has no variants of "${dimension}" (it has ${all}); declare them in drillbook.config.ts: variants: { ${dimension}: { "${versions[0] ?? "1.0"}": "trixie" } }`,
    ];
  }
  return versions
    .filter((version) => !known.includes(version))
    .map(
      (version) =>
        `${where}: there is no version of ${dimensionWord(dimension)} "${version}" (there is ${known.join(", ")})`,
    );
};

/** What is wrong with how `with` is written; what the parts say is looked at with each version. */
export const ownPartsProblems = (own: unknown, variants: Variants): string[] => {
  if (own === undefined) return [];
  const shapes = byVersionShapeProblems("with", own, "parts", variants);
  if (shapes.length > 0 || !isRecord(own)) return shapes;
  return Object.entries(own).flatMap(([name, parts]) =>
    namedVersionProblems("with", name, Object.keys(parts as object), variants),
  );
};
