import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../setup/repository.ts";
import { readIndex } from "../diagnosis/read-index.ts";
import { entry, symptom } from "../diagnosis/testing/entries.ts";
import { symptomIndex, symptomIndexFile, updateSymptomIndex } from "./symptom-index-file.ts";
import { updateIndexFiles } from "./update-index-files.ts";

const runbooks = join(repositoryRoot, "runbooks");
const committed = readFileSync(symptomIndexFile(runbooks), "utf8");

describe("runbooks/README.md", () => {
  it("is made of the index as it is", () => {
    const isCurrent = committed === symptomIndex(runbooks, readIndex(runbooks));
    expect(isCurrent, "it is not: npm run build:diagnose").toBe(true);
  });

  it("has no time in it, so that a drill that saw the same leaves it as it is", () => {
    expect(committed).not.toMatch(/\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d/);
  });

  it("leads to every page, and to none that is not there", () => {
    const linked = new Set([...committed.matchAll(/\]\(([\w.-]+\.md)\)/g)].map(([, page]) => page));
    const pages = readdirSync(join(runbooks, "symptoms")).map((name) => name.replace(/json$/, "md"));
    expect([...linked].toSorted()).toEqual(pages.toSorted());
    expect(pages.filter((page) => !existsSync(join(runbooks, page)))).toEqual([]);
  });

  it("has the headings that it leads to", () => {
    const headings = [...committed.matchAll(/^## (.*)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
    const anchors = [...committed.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ""))).toEqual([]);
  });
});

describe("the index by symptom", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "index-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const read = (): string => readFileSync(symptomIndexFile(folder), "utf8");

  it("follows what drills add", () => {
    mkdirSync(join(folder, "symptoms"));
    const lamp = entry("lamp", [{ ...symptom("it is dark", "look"), answer: "dark" }]);
    writeFileSync(join(folder, "symptoms/lamp.json"), JSON.stringify(lamp));
    updateIndexFiles(folder);
    expect(read()).toContain("If it shows `dark`: [The title of lamp](lamp.md)");
    writeFileSync(join(folder, "symptoms/lamp.json"), JSON.stringify({ ...lamp, title: "No light" }));
    updateIndexFiles(folder);
    expect(read()).toContain("If it shows `dark`: [No light](lamp.md)");
    expect(readdirSync(folder).toSorted()).toEqual(["README.md", "symptoms"]);
  });

  it("does not replace what a person wrote", () => {
    writeFileSync(symptomIndexFile(folder), "# Our runbooks\n");
    updateSymptomIndex(folder, [entry("lamp", [symptom("it is dark", "look")])]);
    expect(read()).toBe("# Our runbooks\n");
  });

  it("names the command of diagnose that is there", () => {
    updateSymptomIndex(folder, []);
    expect(read()).toMatch(/drill diagnose error\.txt/);
    expect(committed).toContain("\nnode diagnose.mjs error.txt\n");
  });
});
