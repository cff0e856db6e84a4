import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { entryFile, readIndex } from "../diagnosis/read-index.ts";
import { lampHost } from "../drill/testing/drill-lamp.ts";
import { lampScenario } from "../drill/testing/lamp.ts";
import { wrongFrom } from "../drill/testing/wrong-rules.ts";
import { HostNotReadyError } from "../errors.ts";
import type { Journal } from "../journal/open-journal.ts";
import { planOf, plansOf } from "../plan/testing/plan-of.ts";
import { noContents } from "../scenario/image-contents.ts";
import { runDrills } from "./run-drills.ts";
import { writeRunbook } from "./write-runbook.ts";

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-runbook-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const project = { root: ".", inventory: async () => ({}), machines: noContents };

/** Drills the lamp with each podman; the page of 4.3 is its own. */
const drilled = async (...versions: readonly string[]): Promise<string> => {
  const reportDir = newFolder();
  const runbooks = join(reportDir, "runbooks");
  const scenario = lampScenario({ with: { podman: { "4.3": { never: ["Never strike a match."] } } } });
  const plans = plansOf(scenario, { versions: { podman: versions }, runbooks });
  const done = await runDrills(plans, {
    report: reportDir,
    project,
    signal: new AbortController().signal,
    open: async () => lampHost({}),
  });
  expect(done.map(({ verdict }) => verdict)).toEqual(versions.map(() => "verified"));
  return runbooks;
};

test("a page of one podman and its entry of the index have one name, and the entry its scenario's", async () => {
  const runbooks = await drilled("5.4", "4.3", "5.8");
  expect(readdirSync(runbooks).toSorted()).toEqual([
    "README.md",
    ...["lamp-podman-4.3.md", "lamp-podman-4.3.proof.md", "lamp-podman-4.3.short.md"],
    ...["lamp.md", "lamp.proof.md", "lamp.short.md"],
    "symptoms",
  ]);
  expect(readdirSync(join(runbooks, "symptoms")).toSorted()).toEqual(["lamp-podman-4.3.json", "lamp.json"]);
  const index = readIndex(runbooks);
  expect(index.map(({ scenario, versions }) => [scenario, versions])).toEqual([
    ["lamp", { podman: "4.3" }],
    ["lamp", undefined],
  ]);
  expect(index.map(({ drills }) => drills.container?.times)).toEqual([1, 2]);
  expect(JSON.parse(readFileSync(entryFile(runbooks, "lamp"), "utf8"))).not.toHaveProperty("versions");
});

test("a journal that could not be written whole proves no page", async () => {
  const reportDir = newFolder();
  const journals: Journal[] = [];
  const fullDisk = new HostNotReadyError("the disk is full: the journal ends here");
  const plan = planOf(lampScenario(), { procedure: ["switch"], runbooks: join(reportDir, "runbooks") });
  await runDrills([plan], {
    report: reportDir,
    signal: new AbortController().signal,
    project,
    attach: (_, journal) => journals.push(journal),
    open: async () => lampHost({}),
  });
  const [journal] = journals;
  if (journal === undefined) throw new TypeError("a drill has a journal");
  const inReport = join(reportDir, "another.md");
  const broken: Journal = {
    ...journal,
    append: () => {},
    assertWhole: () => {
      throw fullDisk;
    },
  };
  const write = (one: Journal) =>
    writeRunbook(plan, { journal: one, others: [], alike: [], inventory: {}, platform: undefined, inReport });
  await expect(write(broken)).rejects.toThrow(fullDisk);
  expect(existsSync(inReport)).toBe(false);
  await write({ ...broken, assertWhole: () => {} });
  expect(existsSync(inReport)).toBe(true);
});

test("a drill of what must fail alone leaves no page", async () => {
  const reportDir = newFolder();
  const runbooks = join(reportDir, "runbooks");
  const { procedures, ...rest } = lampScenario();
  const { candle } = procedures;
  if (candle === undefined) throw new TypeError("the scenario has that procedure");
  const mustFail = { at: "Light a candle", because: "there are no matches" };
  const scenario = { ...rest, procedures: { ...procedures, candle: { ...candle, mustFail } } };
  const events: string[] = [];
  const drill = (chosen: readonly string[], folder: string) =>
    runDrills([planOf(scenario, { procedure: chosen, runbooks })], {
      report: join(reportDir, folder),
      project,
      signal: new AbortController().signal,
      attach: (_, journal) => journal.subscribe(({ type }) => events.push(type)),
      // Once in the set-up; the second time it is the candle that is lit.
      open: async () =>
        lampHost({ rules: [wrongFrom("turn on", chosen.length === 1 ? 2 : 4, { exitCode: 1 })] }),
    });
  expect((await drill(["candle"], "alone")).map(({ verdict }) => verdict)).toEqual(["verified"]);
  expect(events).not.toContain("runbook-written");
  expect(existsSync(join(reportDir, "alone", "runbook.md"))).toBe(false);
  expect((await drill(["switch", "candle"], "both")).map(({ verdict }) => verdict)).toEqual(["verified"]);
  expect(readFileSync(join(runbooks, "lamp.md"), "utf8")).toContain("there are no matches");
});
