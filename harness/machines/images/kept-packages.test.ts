import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contextFiles } from "./build-context.ts";
import { keptPackageList, sourceDir } from "./lists.ts";
import { mmdebstrapOptions } from "./mmdebstrap.ts";

test("packages for container images are kept by the script that the build of an image runs, from our list", () => {
  const hook = mmdebstrapOptions(["systemd"]).find((option) => option.startsWith("--customize-hook="));
  const named = [...(hook ?? "").matchAll(/\$DRILLBOOK_IMAGES\/([\w./-]+)/g)].map(([, path]) => path);
  expect(named).toEqual(["scripts/keep-packages.sh", "kept-packages.txt"]);
  for (const path of named) expect(readFileSync(`${sourceDir}${path}`).length).toBeGreaterThan(0);
});

test("a machine image that is built on Debian's own keeps the same", () => {
  const made = { agent: "", authority: { certificate: Buffer.alloc(0), key: Buffer.alloc(0) } };
  const paths = contextFiles(made).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["lists/kept-packages.txt", "scripts/keep-packages.sh"]));
  expect(readdirSync(`${sourceDir}scripts`)).toContain("install-packages.sh");
});

test("no name has a number that only one suite has", () => {
  expect(keptPackageList().filter((name) => /^[a-z-]+-\d/.test(name))).toEqual([]);
});
