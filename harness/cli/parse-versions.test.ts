import { expect, test } from "vitest";
import { parseVersions } from "./parse-versions.ts";

test.each([
  ["4.3", ["4.3"]],
  ["5.8, 4.3,5.4", ["5.8", "4.3", "5.4"]],
])("--podman %s", (value, versions) => {
  expect(parseVersions(["4.3", "5.4", "5.8"], value)).toEqual(versions);
});

test.each([
  ["5.4.2", "Did you mean 5.4?"],
  ["4", "Did you mean 4.3?"],
  ["", "write 4.3, 5.4 or 5.8, or several with commas between them."],
  ["5.4,", "write 4.3, 5.4 or 5.8"],
  ["trixie", "write 4.3, 5.4 or 5.8"],
  ["5.4,5.4", "name each version once."],
])("--podman %s is refused", (value, says) => {
  expect(() => parseVersions(["4.3", "5.4", "5.8"], value)).toThrow(says);
});
