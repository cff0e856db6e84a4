import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { repositoryRoot } from "../../setup/repository.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "listed-"));
  mkdirSync(join(root, "scenarios"));
  write("title.ts", 'export const title = "The disk is full";\n');
  write(
    "scenarios/disk.ts",
    `import { appendFileSync } from "node:fs";
import { title } from "../title.ts";
appendFileSync(${JSON.stringify(join(root, "imported"))}, "x");
export default { id: "disk", title, notOn: {}, procedures: { clean: { notOn: { vm: "no" } } } };
`,
  );
  writeFileSync(join(root, "imported"), "");
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, content: string): void => writeFileSync(join(root, path), content);
const imports = (): number => readFileSync(join(root, "imported"), "utf8").length;

/** In a process of its own: what is imported once in this one is imported for good. */
const list = async () => {
  const args = [
    join(repositoryRoot, "bin/drillbook.mjs"),
    "drill",
    "list",
    "--scenarios",
    join(root, "scenarios"),
  ];
  const env = { DRILLBOOK_CACHE: join(root, "cache") };
  return execa(process.execPath, args, { env, reject: false, stdin: "ignore" });
};

it("imports no scenario again whose files are as they were, and says the same of it", async () => {
  const first = await list();
  expect(first.stdout).toMatch(/disk +clean \(container only\) +container, vm, uml +The disk is full/);
  expect(imports()).toBe(1);
  expect((await list()).stdout).toBe(first.stdout);
  expect(imports()).toBe(1);
});

it("imports it again when a file that it imports has changed", async () => {
  await list();
  write("title.ts", 'export const title = "The disk is broken";\n');
  expect((await list()).stdout).toContain("The disk is broken");
  expect(imports()).toBe(2);
});

it("tells of a scenario that cannot be read each time, and forgets one that is gone", async () => {
  await list();
  write("scenarios/wrong.ts", "export default 1;\n");
  for (const _ of [1, 2]) {
    const { stdout, exitCode } = await list();
    expect(stdout).toMatch(/disk .+\n +wrong +– +– +✗ wrong\.ts exports no scenario/);
    expect(exitCode).toBe(78);
  }
  rmSync(join(root, "scenarios/wrong.ts"));
  expect(await list()).toMatchObject({ exitCode: 0 });
  expect(imports()).toBe(1);
});

it("makes the list anew from a damaged store", async () => {
  const first = await list();
  for (const name of (await execa("ls", [join(root, "cache/listed")])).stdout.split("\n"))
    appendFileSync(join(root, "cache/listed", name), "}");
  expect((await list()).stdout).toBe(first.stdout);
  expect(imports()).toBe(2);
});
