import { InvalidArgumentError } from "commander";
import { closest } from "../scenario/closest.ts";
import { type PodmanVersion, podmanVersions } from "../scenario/podman-version.ts";

const isVersion = (word: string): word is PodmanVersion => podmanVersions.some((one) => one === word);

/** Versions of podman parted by commas, in the order in which they are drilled with. */
export const parsePodman = (value: string): PodmanVersion[] => {
  const versions = value.split(",").map((word) => versionOf(word.trim()));
  if (new Set(versions).size < versions.length) throw new InvalidArgumentError("name each version once.");
  return versions;
};

const versionOf = (word: string): PodmanVersion => {
  if (isVersion(word)) return word;
  const near = closest(word, podmanVersions);
  const meant = near === undefined || word === "" ? "" : ` Did you mean ${near}?`;
  throw new InvalidArgumentError(
    `write ${podmanVersions.slice(0, -1).join(", ")} or ${podmanVersions.at(-1)}, or several with commas between them.${meant}`,
  );
};
