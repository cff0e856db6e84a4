import { describe, expect, it } from "vitest";
import { loadProject } from "#harness/config/load-project.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import { printedLineCount } from "#harness/views/runbook/short.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { loadOwnScenario, ownScenarioIds } from "../own-scenarios.ts";
import { ownDrill } from "./fixtures/own-drill.ts";

// Every page of this repository, from scripted drills: what holds for a reader in a hurry, whatever the scenario says.

const { platform, ...project } = await loadProject(repositoryRoot);
const inventory = await project.inventory();

const anchors = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => /^#{1,4} /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    );

describe.each(ownScenarioIds())("the page of %s", async (id) => {
  const scenario = await loadOwnScenario(id);
  const texts = renderRunbook(scenario, ownDrill(scenario), { inventory, platform });
  const lines = texts.page.split("\n");

  it("recommends the same procedure, for the same reason, in its front matter and its text", () => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: "?(.*?)"?$`, "m").exec(texts.page)?.[1];
    const [, taken, reason] = /^Take \*\*`([^`]+)`\*\*: (.*?)\.(?: `|$)/m.exec(texts.page) ?? [];
    expect(taken).toBe(field("recommended"));
    expect(reason?.replaceAll(/[`\\]/g, "")).toBe(field("recommended_because")?.replaceAll(/[`\\]/g, ""));
  });

  it("begins the recovery within its first 60 lines, and has at most 400", () => {
    const recovery = lines.findIndex((line) => line.startsWith("## Recovery: ")) + 1;
    expect(recovery).toBeGreaterThan(0);
    expect(recovery).toBeLessThanOrEqual(60);
    expect(lines.length).toBeLessThanOrEqual(400);
  });

  it("has a short form that is one printed page", () => {
    expect(printedLineCount(texts.short)).toBeLessThanOrEqual(60);
    expect(texts.short).toContain(`Take **\`${/^recommended: (.*)$/m.exec(texts.page)?.[1]}\`**: `);
  });

  it("says after each step what to do when its check does not hold", () => {
    const steps = texts.page.split(/^### (?=\d+\. )/m).slice(1);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatch(/\*\*If (?:not after [0-9]|that cannot be done:)/);
    expect(Object.values(texts).join("\n")).not.toMatch(/stop here|reports\//i);
  });

  it("removes no container that a step only starts", () => {
    const steps = Object.values(texts)
      .join("\n")
      .split(/^### (?=\d+\. )/m)
      .slice(1);
    const starting = steps.filter(
      (step) => / podman start |^podman start /m.test(step) && !/podman (?:run|create) /.test(step),
    );
    expect(starting.filter((step) => step.includes("remove the old container first"))).toEqual([]);
    expect(starting.filter((step) => step.includes("remove that container first"))).toEqual([]);
  });

  it("says what to do where something does not hold before step 1, and who types without another account", () => {
    if (texts.page.includes("| must hold |")) expect(texts.page).toContain("**If one does not hold:**");
    if (/^[^>]*As \*\*the operator\*\*/m.test(texts.page)) {
      expect(texts.page).toContain("Type the commands marked **the operator** in your own login.");
    }
  });

  it("says how the shell of each account is got whose commands it has", () => {
    const before = texts.page.split("### Before step 1")[1]?.split("\n### ")[0] ?? "";
    const told = before.split("\n").filter((line) => line.startsWith("For the commands marked "));
    const marks = [...texts.page.matchAll(/\bas \*\*(\w+)\*\* on (\*\*\w+\*\*)/gi)];
    for (const [mark, account = "", machine = ""] of marks) {
      const isTold = told.some((line) => line.includes(`marked **${account}**`) && line.includes(machine));
      expect(isTold, mark).toBe(true);
    }
  });

  it("does not have a container removed that its step starts", () => {
    const steps = `${texts.page}\n${texts.more ?? ""}`.split(/^#{2,3} /m);
    for (const step of steps) {
      for (const [, name = ""] of step.matchAll(/^podman start (\S+)$/gm)) {
        expect(step).not.toContain(`podman rm --force ${name}\``);
      }
    }
  });

  it("says in words what changes, and what plain patterns find", () => {
    expect(texts.page).not.toMatch(/`\(an address|matches `\/[\w ":.-]+\/`/);
    // A reader cannot search for a pattern.
    expect(texts.page).not.toMatch(
      /matches `\/|(?:you see|Look for|`, or|` or) `\/[^`]*[\\[(*+?][^`]*\/[a-z]*`/,
    );
  });

  it("has no link to a heading that is not there", () => {
    const files: Readonly<Record<string, string>> = {
      "": texts.page,
      [`${id}.md`]: texts.page,
      [`${id}.more.md`]: texts.more ?? "",
      [`${id}.proof.md`]: texts.proof,
    };
    const dead = Object.entries({
      page: "",
      more: `${id}.more.md`,
      proof: `${id}.proof.md`,
    } as const).flatMap(([part, own]) =>
      [...(texts[part as keyof typeof texts] ?? "").matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].filter(
        ([, file = "", anchor]) => {
          const text = files[file === "" ? own : file];
          return anchor !== undefined && text !== undefined && !anchors(text).includes(anchor);
        },
      ),
    );
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});

it("does not lead from a step to a procedure that begins with the same step", async () => {
  const scenario = await loadOwnScenario("dns-spof");
  const { page } = renderRunbook(scenario, ownDrill(scenario), { inventory, platform });
  const [, first = "", second = ""] = page.split(/^### (?=\d+\. )/m);
  expect(first).toContain("If that does not help, find the page by what you see in [the index](README.md).");
  expect(second).toContain("If that does not help, take [start-again]");
});

it("leads from what a procedure alone needs to one that does without", async () => {
  const scenario = await loadOwnScenario("cold-reboot");
  const { page } = renderRunbook(scenario, ownDrill(scenario), { inventory, platform });
  expect(page).toMatch(
    /Where only this does not hold, take \[by-hand\]\([^)]+\): mcp has the unit podman-restart\.service\./,
  );
});

it("puts longer commands within its sentences and cells where it would have more than 400 lines", async () => {
  const cascade = await loadOwnScenario("cascade");
  const linesOf = (more: number): string[] => {
    const similar = Array.from({ length: more }, (_, index) => ({
      ...{ from: `cause ${index}`, how: "It is told from this one.", look: "never printed" },
    }));
    const scenario = { ...cascade, tellsApart: [...(cascade.tellsApart ?? []), ...similar] };
    return renderRunbook(scenario, ownDrill(scenario), { inventory, platform }).page.split("\n");
  };
  const inSentence = /prints? `0000281`.*curl|curl .* prints `0000281`/;
  const usual = linesOf(0);
  expect(usual.filter((line) => inSentence.test(line))).toEqual([]);
  const tight = linesOf(401 - usual.length);
  expect(tight.length).toBeLessThanOrEqual(400);
  expect(tight.filter((line) => inSentence.test(line))).toHaveLength(2);
});
