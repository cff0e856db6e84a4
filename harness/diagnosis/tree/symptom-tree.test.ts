import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { IndexEntry } from "../index-entry.ts";
import { readIndex } from "../read-index.ts";
import { entry, newuidmapEntries, symptom } from "../testing/entries.ts";
import { beginsAt, walk } from "../testing/walk.ts";
import { alikeOf } from "./incident.ts";
import { symptomTree } from "./symptom-tree.ts";

const own = symptomTree(readIndex(join(import.meta.dirname, "../../../runbooks")));

const ids = (index: readonly IndexEntry[]): string[][] =>
  symptomTree(index).branches.map(({ forks }) =>
    forks.flatMap((fork) =>
      "question" in fork
        ? [fork.incident.id]
        : fork.outcomes.flatMap(({ incidents }) => incidents.map(({ id }) => id)),
    ),
  );

describe("from what is seen to the page", () => {
  it("begins with few things to see", () => {
    expect(own.branches.length).toBeLessThanOrEqual(10);
  });

  it.each(own.incidents)("each beginning of $id ends at its page", (incident) => {
    const begins = own.branches.filter((branch) => beginsAt(incident, branch));
    expect(begins).not.toEqual([]);
    expect(begins.map((branch) => walk(own, branch, incident))).toEqual(begins.map(() => [incident.id]));
  });

  it.each(own.incidents)("$id is named by those that it names as alike", (incident) => {
    const alike = alikeOf(incident, own.incidents);
    expect(alike.filter((one) => !alikeOf(one, own.incidents).includes(incident))).toEqual([]);
  });
});

describe("forks", () => {
  it("are known by the field's messages, whatever the project", () => {
    const tree = symptomTree(newuidmapEntries);
    expect(tree.branches.map(({ entrance }) => entrance?.id)).toEqual(["podman-error"]);
    for (const incident of tree.incidents) {
      expect(tree.branches.map((branch) => walk(tree, branch, incident))).toEqual([[incident.id]]);
    }
  });

  const dark = symptom("the lamp is dark", "look", "it is dark here, and nobody can see");
  const open = { ...symptom("the switch is open", "test switch"), answer: "open" };
  const gone = { ...symptom("the bulb is gone", "test bulb"), answer: "gone" };

  it("ask first for an incident that shows all of another one, and more", () => {
    expect(ids([entry("less", [dark]), entry("more", [dark, open])])).toEqual([["more", "less"]]);
  });

  it("ask first for what the scenario tells from the other", () => {
    const told = entry("b", [dark, open], [{ from: "a", how: "The switch is open.", ask: open.title }]);
    expect(ids([entry("a", [dark, gone]), told])).toEqual([["b", "a"]]);
  });

  it("have the outputs of one command together", () => {
    const bright = { ...gone, answer: "burnt" };
    const [branch] = symptomTree([entry("a", [dark, gone]), entry("b", [dark, bright])]).branches;
    expect(branch?.forks).toMatchObject([
      {
        ask: { command: "test bulb" },
        outcomes: [{ incidents: [{ id: "a" }] }, { incidents: [{ id: "b" }] }],
      },
    ]);
  });

  it("do not take what is well for a sign", () => {
    const well = { ...symptom("the fuse is well", "fuse"), answer: "succeeds" };
    const [branch] = symptomTree([entry("a", [dark, well]), entry("b", [dark, open])]).branches;
    expect(branch?.forks[0]).toMatchObject({ outcomes: [{ incidents: [{ id: "b" }] }] });
  });

  it("name all pages where nothing tells them apart, or ask the catalogue", () => {
    expect(ids([entry("a", [dark]), entry("b", [dark])])).toEqual([["a", "b"]]);
    const [branch] = symptomTree([entry("dns-spof", [dark]), entry("b", [dark])]).branches;
    expect(branch?.forks[0]).toMatchObject({
      question: { ask: expect.stringContaining("listen") },
      incident: { id: "dns-spof" },
    });
  });

  it("leave to another entrance what only follows from it", () => {
    const refused = symptom(
      "no name",
      "dig a",
      ";; communications error to 192.0.2.1#53: connection refused",
    );
    const stopped = { ...symptom("no container runs", "pgrep --count conmon"), answer: "exit 1: 0" };
    expect(ids([entry("reboot", [stopped, refused]), entry("dns-spof", [refused])])).toEqual([
      ["reboot"],
      ["dns-spof"],
    ]);
  });

  it("lead to one place for a scenario with a page for each version", () => {
    const tree = symptomTree([{ ...entry("a", [open]), versions: { podman: "4.3" } }, entry("a", [open])]);
    expect(tree.incidents.map(({ pages }) => pages.map(({ versions }) => versions))).toEqual([
      [{}, { podman: "4.3" }],
    ]);
  });
});
