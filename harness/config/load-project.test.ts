import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScenarioError } from "../errors.ts";
import { noContents } from "../scenario/image-contents.ts";
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

  it("has the releases of Debian, and the versions that its configuration declares", async () => {
    config('{ variants: { postgresql: { "15": "bookworm", "17": "trixie" } } }');
    const release = { bookworm: "bookworm", trixie: "trixie", forky: "forky" };
    const { variants } = await loadProject(root);
    expect(variants).toEqual({ release, postgresql: { "15": "bookworm", "17": "trixie" } });
    rmSync(join(root, "drillbook.config.mjs"));
    expect((await loadProject(root)).variants).toEqual({ release });
  });

  it("may have its inventory in a file", async () => {
    config('{ inventory: "addresses.toml" }');
    write("addresses.toml", '[web]\nlan = "192.0.2.7"\n');
    expect(await (await loadProject(root)).inventory()).toEqual({ web: { lan: "192.0.2.7" } });
  });
});

describe("the machines of a project", () => {
  it("have nothing of their own without a configuration", async () => {
    expect((await loadProject(root)).machines).toEqual(noContents);
  });

  it("have what the configuration lists", async () => {
    config('{ machines: { packages: ["nginx"], maskedUnits: ["nginx.service"] } }');
    expect((await loadProject(root)).machines).toEqual({
      ...noContents,
      packages: ["nginx"],
      maskedUnits: ["nginx.service"],
    });
  });
});

describe("a configuration that is wrong", () => {
  it.each([
    [
      '{ scenario: "x" }',
      { message: 'the configuration has no field "scenario"', next: "did you mean scenarios?" },
    ],
    ["{ scenarios: 7 }", { got: "scenarios is 7" }],
    ['{ runbooks: "" }', { got: 'runbooks is ""' }],
    ["{ commands: [1] }", { got: "commands is not a list of functions" }],
    ["{ inventory: 1 }", { got: "inventory is 1" }],
    ['{ machines: { packages: ["Nginx"] } }', { got: 'machines.packages[0] is "Nginx"' }],
    ["{ machines: { images: [] } }", { message: 'machines has no field "images"' }],
    ["{ variants: 7 }", { got: "variants is 7", next: 'write variants: { podman: { "5.4": "trixie" } }' }],
    [
      "{ variants: { postgresql: {} } }",
      {
        got: "variants.postgresql has no version",
        next: 'write variants: { postgresql: { "5.4": "trixie" } }',
      },
    ],
    ['{ variants: { postgresql: ["17"] } }', { got: "variants.postgresql has no version" }],
    [
      '{ variants: { postgresql: { "17": "trixy" } } }',
      {
        got: 'variants.postgresql["17"] is "trixy"',
        next: "write the release of Debian that has it: bookworm, trixie, forky; did you mean trixie?",
      },
    ],
    [
      '{ variants: { postgresql: { "15": "trixie", "17": "trixie" } } }',
      { got: "variants.postgresql says trixie for 15 and for 17" },
    ],
    ['{ variants: { release: { "13": "trixie" } } }', { got: "variants.release already exists" }],
    ['{ variants: { "Postgre SQL": { "17": "trixie" } } }', { got: 'variants has "Postgre SQL"' }],
    [
      '{ variants: { postgresql: { "17,18": "trixie" } } }',
      { got: 'variants.postgresql has the version "17,18"' },
    ],
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
