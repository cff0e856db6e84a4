import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadScenario, scenarioFile, scenarioIds } from "./scenario-files.ts";

let folders: readonly [string, string];
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "scenario-files-"));
  folders = [join(root, "one"), join(root, "two")];
  for (const folder of folders) mkdirSync(folder);
});
afterEach(() => rmSync(join(folders[0], ".."), { recursive: true }));

const write = (folder: 0 | 1, name: string, content = "export default {};"): void =>
  writeFileSync(join(folders[folder], name), content);

it("finds the scenarios of several folders, in order of their ids", () => {
  write(0, "b.ts");
  write(1, "a.ts");
  write(1, "a.test.ts");
  expect(scenarioIds(folders)).toEqual(["a", "b"]);
  expect(scenarioFile("b", folders)).toBe(join(folders[0], "b.ts"));
});

it("refuses one id in two folders, with both files", () => {
  write(0, "a.ts");
  write(1, "a.ts");
  expect(() => scenarioIds(folders)).toThrow(
    expect.objectContaining({
      message: "two scenarios have the id a",
      facts: expect.objectContaining({ where: join(folders[0], "a.ts"), got: join(folders[1], "a.ts") }),
    }),
  );
});

it("names a folder that is not there", () => {
  expect(() => scenarioIds(["/nowhere"])).toThrow("there is no folder of scenarios at /nowhere");
});

it("tells a scenario that imports a word of before what to write instead", async () => {
  // As Node says it; vitest does not refuse such an import.
  const said = "The requested module 'drillbook' does not provide an export named 'perPodman'";
  write(0, "old.ts", `throw new SyntaxError(${JSON.stringify(said)});`);
  await expect(loadScenario("old", folders)).rejects.toMatchObject({
    message: "old.ts does not load",
    facts: { next: 'write perVersion("podman", { … }) in place of perPodman({ … })' },
  });
});

it("tells a scenario that imports #harness what to write instead", async () => {
  write(0, "old.ts", 'import { check } from "#harness";\nexport default check;');
  await expect(loadScenario("old", folders)).rejects.toMatchObject({
    message: "old.ts does not load",
    facts: { where: expect.stringContaining("old.ts"), next: 'import from "drillbook"' },
  });
});
