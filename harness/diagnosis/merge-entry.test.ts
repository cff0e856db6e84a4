import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScenarioError } from "../errors.ts";
import type { IndexEntry } from "./index-entry.ts";
import { mergedEntry } from "./merge-entry.ts";
import { entryFile, readIndex } from "./read-index.ts";
import { entry, noHint, setuidHint, symptom, writeFailed } from "./testing/entries.ts";

const timesOf = ({ symptoms }: IndexEntry) =>
  symptoms.map(({ texts }) => texts.map(({ text, seen }) => [text, seen.container?.times, seen.vm?.times]));

const onVm = (one: IndexEntry): IndexEntry => {
  const seen = { vm: { times: 1, last: "2026-11-21" } };
  return {
    ...one,
    drills: seen,
    symptoms: one.symptoms.map((each) => ({ ...each, texts: each.texts.map((text) => ({ ...text, seen })) })),
  };
};

describe("what a drill adds to the index", () => {
  it("is counted with what was seen before, by kind of machine, whatever differs from one drill to the next", () => {
    const before = entry("a", [
      symptom("it fails", "podman info", "cannot set up /run/user/995/containers: permission denied"),
    ]);
    const drilled = onVm(
      entry("a", [
        symptom("it fails", "podman info", "cannot set up /run/user/850/containers: permission denied"),
      ]),
    );
    const merged = mergedEntry(before, drilled);
    expect(timesOf(merged)).toEqual([[["cannot set up /run/user/850/containers: permission denied", 2, 1]]]);
    expect(merged.drills).toEqual({
      container: { times: 2, last: "2026-11-20" },
      vm: { times: 1, last: "2026-11-21" },
    });
  });

  it("keeps texts that only another kind of machine prints, and drops symptoms that are no more", () => {
    const before = entry("a", [
      symptom("it fails", "podman info", noHint),
      symptom("it smells", "true", writeFailed),
    ]);
    const merged = mergedEntry(before, entry("a", [symptom("it fails", "podman info", setuidHint)]));
    expect(timesOf(merged)).toEqual([
      [
        [setuidHint, 2, undefined],
        [noHint, 2, undefined],
      ],
    ]);
  });

  it("begins anew where another command is asked", () => {
    const before = entry("a", [symptom("it fails", "podman info", noHint)]);
    expect(timesOf(mergedEntry(before, entry("a", [symptom("it fails", "podman ps", noHint)])))).toEqual([
      [[noHint, 2, undefined]],
    ]);
  });
});

describe("an index in files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "index-"));
    mkdirSync(join(folder, "symptoms"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is read in the order of its names; where there is none it is empty", () => {
    for (const id of ["b", "a"]) writeFileSync(entryFile(folder, id), JSON.stringify(entry(id, [])));
    expect(readIndex(folder).map(({ scenario }) => scenario)).toEqual(["a", "b"]);
    expect(readIndex(join(folder, "nowhere"))).toEqual([]);
  });

  it.each([
    ["is no JSON", "{", "a file of the index is not JSON"],
    ["is something else", "[1]", "a file of the index is not what a drill writes"],
    ["is newer", '{"schema":99}', "a file of the index is newer than this drillbook"],
  ])("says which file %s", (_, text, message) => {
    writeFileSync(entryFile(folder, "bad"), text);
    const read = () => readIndex(folder);
    expect(read).toThrow(ScenarioError);
    expect(read).toThrow(message);
  });
});
