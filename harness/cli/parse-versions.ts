import { type PackageName, packages, type VersionOf } from "../variants/packages.ts";
import { assertOnce, oneOf, wordsOf } from "./parse-words.ts";

/** Versions of a package parted by commas, in the order in which they are drilled with. */
export const parseVersions = <P extends PackageName>(name: P, value: string): VersionOf<P>[] => {
  const versions = wordsOf(value).map((word) => oneOf<VersionOf<P>>(packages[name].versions, word));
  assertOnce(versions, "version");
  return versions;
};
