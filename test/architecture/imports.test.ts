import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { circles, forbiddenImports, loadedBy, specifiersIn, unusedAllowances } from "./import-graph.ts";

const sourcesIn = (patterns: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    globSync([...patterns], { cwd: repositoryRoot }).map((file) => [
      file,
      readFileSync(join(repositoryRoot, file), "utf8"),
    ]),
  );

const sources = sourcesIn(["harness/**/*.ts", "twin/**/*.ts", "scenarios/**/*.ts"]);

describe("the files of this repository", () => {
  test("import what the table of rooms allows, and nothing else", () => {
    expect(sources.size).toBeGreaterThan(400);
    expect(forbiddenImports(sources)).toEqual([]);
  });

  test("use all that the table allows", () => {
    expect(unusedAllowances(sources)).toEqual([]);
  });

  test("import each other in no circle, not even for a type", () => {
    expect(circles(sources)).toEqual([]);
  });
});

describe("what an author's file and the views load", () => {
  const inMachines = (file: string) => /^harness\/(guest|machines)\/|\/guest\//.test(file);

  test.each(["harness/index.ts", "harness/views/runbook/index.ts", "harness/views/drill-plan.ts"])(
    "%s: nothing that runs in a machine or makes one",
    (file) => expect([...loadedBy(file, sources)].filter(inMachines)).toEqual([]),
  );

  test("a plan: every kind of probe and action", () => {
    const loaded = loadedBy("harness/views/drill-plan.ts", sources);
    expect(loaded).toContain("harness/probes/registry.ts");
    expect(loaded).toContain("harness/actions/registry.ts");
  });
});

describe("files made up for the test", () => {
  const room = (path: string, rooms: readonly string[] = [], packages: readonly string[] = []) => ({
    path,
    rooms,
    packages,
  });

  test("every way to import is seen", () => {
    const text = [
      'import a from "./a.ts";',
      "import {\n  type B,\n  b,\n} from './not-ours.ts';",
      'import {\n  type B,\n  b,\n} from "#harness/b.ts";',
      'export { c } from "../c.ts";',
      'import "./d.ts";',
      'const later = await import("e");',
      'const text = "import f from elsewhere";',
    ].join("\n");
    expect(specifiersIn(text)).toEqual(["./a.ts", "#harness/b.ts", "../c.ts", "./d.ts", "e"]);
  });

  test("a room that is not allowed, a package, and a file in no room are told", () => {
    const made = new Map([
      ["harness/views/page.ts", 'import { x } from "#harness/machines/x.ts";\nimport y from "execa";'],
      ["harness/views/deep/line.ts", 'import { z } from "../page.ts";\nimport "node:fs";\nimport "fs";'],
      ["harness/new-room/file.ts", ""],
      ["harness/views/page.test.ts", 'import { x } from "#harness/machines/x.ts";'],
    ]);
    expect(forbiddenImports(made, [room("harness/views")])).toEqual([
      "harness/views/page.ts: #harness/machines/x.ts",
      "harness/views/page.ts: execa",
      "harness/new-room/file.ts: it is in no room of the table",
    ]);
    const allowing = [room("harness/views", ["harness/machines"], ["execa"]), room("harness/new-room")];
    expect(forbiddenImports(made, allowing)).toEqual([]);
  });

  test("what is allowed for nothing is told", () => {
    const made = new Map([["harness/views/page.ts", 'import y from "execa";']]);
    expect(unusedAllowances(made, [room("harness/views", ["harness/machines"], ["execa", "zod"])])).toEqual([
      "harness/views: harness/machines",
      "harness/views: zod",
    ]);
  });

  test("a star in a room's path is one folder", () => {
    const made = new Map([
      ["harness/probes/dns/guest/ask.ts", 'import y from "dns-packet";'],
      ["harness/probes/dns/index.ts", 'import y from "dns-packet";'],
    ]);
    const all = [room("harness/probes"), room("harness/probes/*/guest", [], ["dns-packet"])];
    expect(forbiddenImports(made, all)).toEqual(["harness/probes/dns/index.ts: dns-packet"]);
  });

  test("types and what is imported later are not loaded", () => {
    const made = new Map([
      ["a.ts", 'import type { B } from "./b.ts";\nexport { c } from "./c.ts";'],
      [
        "c.ts",
        'import {\n  d,\n} from "./d.ts";\nexport type { E } from "./e.ts";\nconst f = import("./f.ts");',
      ],
    ]);
    expect([...loadedBy("a.ts", made)]).toEqual(["a.ts", "c.ts", "d.ts"]);
  });

  test("a circle is found once, however long", () => {
    const made = new Map([
      ["a.ts", 'import type { B } from "./b.ts";'],
      ["b.ts", 'import { c } from "./c.ts";'],
      ["c.ts", 'import { a } from "./a.ts";'],
      ["d.ts", 'import { a } from "./a.ts";'],
    ]);
    expect(circles(made)).toEqual([["a.ts", "b.ts", "c.ts"]]);
  });
});
