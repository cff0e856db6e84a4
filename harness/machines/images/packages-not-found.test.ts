import { expect, test } from "vitest";
import { readBuildOutput } from "./build-output.ts";
import { adviceOnPackages } from "./packages-not-found.ts";

// As apt-get prints it.
const printed = [
  "Reading state information...",
  "E: Unable to locate package postgresql-12",
  "E: Package 'awk' has no installation candidate",
];

test("packages that apt does not find are named, with where to write others", () => {
  expect(adviceOnPackages(printed.join("\n"))).toMatch(
    /^take postgresql-12, awk out of machines in the configuration \(packages or downloads\), or /,
  );
  expect(
    adviceOnPackages("E: Failed to fetch http://deb.debian.org/debian/dists/trixie/InRelease"),
  ).toBeUndefined();
});

test("the build of an image says so, too", async () => {
  const output = async function* () {
    for (const line of printed) yield `${JSON.stringify({ stream: `${line}\n` })}\n`;
    yield `${JSON.stringify({ error: "returned a non-zero code: 100" })}\n`;
  };
  await expect(readBuildOutput("the build", output(), () => {})).rejects.toMatchObject({
    facts: { next: expect.stringContaining("take postgresql-12, awk out of machines in the configuration") },
  });
});
