import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../setup/repository.ts";

test("a file of which no scenario can be read is listed with its error, and hides no other", async () => {
  const scenarios = join(repositoryRoot, "test/fixtures/scenarios/listed");
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    [join(repositoryRoot, "bin/drillbook.mjs"), "drill", "list", "--scenarios", scenarios],
    { reject: false, stdin: "ignore" },
  );
  expect(stdout).toMatch(/^ {2}broken +– +– +✗ broken\.ts does not load$/m);
  expect(stdout).toMatch(/^ {2}only-on-vm +\S+ +vm, uml +A file was removed$/m);
  expect(stderr).toMatch(/^✗ broken\.ts does not load\n.*broken\.ts:2\n.*got +there are no words$/s);
  expect(exitCode).toBe(78);
});
