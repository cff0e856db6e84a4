import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScenarioError } from "../errors.ts";
import { loadProject } from "./load-project.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, content: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
const config = (fields: string): void => write("drillbook.config.mjs", `export default ${fields};`);

const problem = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ScenarioError);
  const { message, facts } = error as ScenarioError;
  return { message, ...facts };
};

describe("a project", () => {
  it("without a configuration has the usual folders in the folder of its package.json", async () => {
    write("package.json", "{}");
    mkdirSync(join(root, "a/b"), { recursive: true });
    expect(await loadProject(join(root, "a/b"))).toMatchObject({
      root,
      scenarios: [join(root, "scenarios")],
      runbooks: join(root, "runbooks"),
      reports: join(root, "reports"),
      commands: [],
      hasScript: false,
    });
  });

  it("without package.json, too, is where one stands", async () => {
    expect((await loadProject(root)).root).toBe(root);
  });

  it("has what its configuration says, found upwards, with paths from there", async () => {
    write("package.json", JSON.stringify({ scripts: { drill: "drillbook drill" } }));
    config('{ scenarios: ["drills", "more"], runbooks: "pages", inventory: { web: { lan: "192.0.2.1" } } }');
    mkdirSync(join(root, "below"));
    const project = await loadProject(join(root, "below"));
    expect(project).toMatchObject({
      root,
      scenarios: [join(root, "drills"), join(root, "more")],
      runbooks: join(root, "pages"),
      hasScript: true,
    });
    expect(await project.inventory()).toEqual({ web: { lan: "192.0.2.1" } });
  });

  it("may have its inventory in a file", async () => {
    config('{ inventory: "addresses.toml" }');
    write("addresses.toml", '[web]\nlan = "192.0.2.7"\n');
    expect(await (await loadProject(root)).inventory()).toEqual({ web: { lan: "192.0.2.7" } });
  });
});

describe("a configuration that is wrong", () => {
  it.each([
    [
      '{ scenario: "x" }',
      { message: 'the configuration has no field "scenario"', got: "did you mean scenarios?" },
    ],
    ["{ scenarios: 7 }", { got: "scenarios is 7" }],
    ['{ runbooks: "" }', { got: 'runbooks is ""' }],
    ["{ commands: [1] }", { got: "commands is not a list of functions" }],
    ["{ inventory: 1 }", { got: "inventory is 1" }],
    ["undefined", { got: "no object is exported" }],
    ["{", { message: "drillbook.config.mjs does not load" }],
  ])("is told with its file: %s", async (fields, expected) => {
    config(fields);
    expect(await problem(loadProject(root))).toMatchObject({
      where: join(root, "drillbook.config.mjs"),
      ...expected,
    });
  });

  it.each([
    ['{ inventory: "nowhere.toml" }', "there is no inventory at"],
    ["{ inventory: { web: {} } }", "is not an inventory"],
  ])("is told when the inventory is read: %s", async (fields, expected) => {
    config(fields);
    const project = await loadProject(root);
    expect((await problem(project.inventory())).message).toContain(expected);
  });
});
