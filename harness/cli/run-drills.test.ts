import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { readIndex } from "../diagnosis/read-index.ts";
import { lampHost } from "../drill/testing/drill-lamp.ts";
import { lampScenario } from "../drill/testing/lamp.ts";
import { answersWrong } from "../drill/testing/wrong-rules.ts";
import { HostNotReadyError } from "../errors.ts";
import { recordOf } from "../journal/drill-record.ts";
import { readJournal } from "../journal/testing/read-journal.ts";
import { plansOf, podmanVariants } from "../plan/testing/plan-of.ts";
import { noContents } from "../scenario/image-contents.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { ScenarioFields } from "../scenario/scenario.ts";
import { releasesAlone } from "../variants/variants.ts";
import { renderKindsTable } from "../views/kinds-table.ts";
import type { DrillDone } from "./drill-done.ts";
import { exitCodeOfAll } from "./kinds-end.ts";
import { runDrills } from "./run-drills.ts";

type Ending = "verified" | "failed" | "refused" | "interrupted";

/** The operator wants to stop, in the endurance of the first procedure. */
const interrupts = (stop: AbortController): ScriptedRule => ({
  match: "night",
  answer: () => {
    stop.abort();
    return {};
  },
});

const rulesOf = (ending: Ending | undefined, stop = new AbortController()): readonly ScriptedRule[] => {
  if (ending === "interrupted") return [interrupts(stop)];
  return ending === "failed" ? [answersWrong("night")] : [];
};

const project = { root: ".", inventory: async () => ({}), machines: noContents };

/** The lamp on each kind, on scripted machines that make it end so. */
const drillOn = async (
  endings: Readonly<Partial<Record<MachineKind, Ending>>>,
  parts: Partial<ScenarioFields> = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-kinds-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const runbooks = join(folder, "runbooks");
  const scenario = lampScenario(parts);
  const order: string[] = [];
  const stop = new AbortController();
  const plans = plansOf(scenario, {
    on: { kinds: Object.keys(endings) as MachineKind[], machines: {} },
    runbooks,
  });
  const all = await runDrills(plans, {
    report: folder,
    signal: stop.signal,
    project,
    attach: ({ variant }) => order.push(`begin ${variant.kind}`),
    ended: ({ plan: { variant } }) => order.push(`end ${variant.kind}`),
    open: async ({ variant: { kind } }) => {
      if (endings[kind] === "refused") throw new HostNotReadyError("there is no QEMU");
      return lampHost({ rules: rulesOf(endings[kind], stop) });
    },
  });
  const texts = ["lamp.md", "lamp.proof.md"].map((name) => join(runbooks, name)).filter(existsSync);
  const page = texts.map((file) => readFileSync(file, "utf8")).join("\n");
  return { folder, runbooks, all, order, page: page === "" ? undefined : page };
};

/** The lamp on containers with one version after the other. */
const drillWith = async (
  endings: Readonly<Record<string, Ending>>,
  parts: Partial<ScenarioFields> = {},
  variants = podmanVariants,
  dimension = "podman",
) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-versions-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scenario = lampScenario(parts);
  const options = { versions: { [dimension]: Object.keys(endings) }, runbooks: folder };
  const plans = plansOf(scenario, options, variants);
  const all = await runDrills(plans, {
    report: folder,
    signal: new AbortController().signal,
    project,
    open: async ({ variant }) => lampHost({ rules: rulesOf(endings[variant.versions[dimension] ?? ""]) }),
  });
  const records = all.map(({ journal }) => recordOf(journal.events));
  const table = renderKindsTable(scenario, records, 120).join("\n");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return {
    all,
    table,
    page: `${read("runbook.md")}\n${read("lamp.proof.md")}`,
    read,
    files: readdirSync(folder).sort(),
  };
};

const verdicts = (all: readonly DrillDone[]) => all.map(({ verdict }) => verdict);
const types = ({ journal }: DrillDone) => journal.events.map(({ type }) => type);

test("each host is opened with what the project's machines are made of", async () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-contents-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const machines = { ...noContents, packages: ["nginx"] };
  const opened: unknown[] = [];
  await runDrills(plansOf(lampScenario({}), { runbooks: folder }), {
    report: folder,
    signal: new AbortController().signal,
    project: { ...project, machines },
    open: async (_, contents) => {
      opened.push(contents);
      return lampHost({});
    },
  });
  expect(opened).toEqual([machines]);
});

test("one kind after the other, each with a journal of its own, and one page from the first", async () => {
  const { folder, all, order, page } = await drillOn({ vm: "verified", container: "verified" });
  expect(order).toEqual(["begin vm", "end vm", "begin container", "end container"]);
  expect(verdicts(all)).toEqual(["verified", "verified"]);
  expect(exitCodeOfAll(all)).toBe(0);
  for (const { journal } of all) expect(journal.events).toStrictEqual(readJournal(journal.file));
  expect(all.map(({ journal }) => journal.file)).toEqual(
    ["vm", "container"].map((kind) => join(folder, kind, "journal.ndjson")),
  );
  expect(existsSync(join(folder, "container", "evidence", "switch-house.log"))).toBe(true);
  expect(types(all[0] as DrillDone).slice(-2)).toEqual(["drill-ended", "runbook-written"]);
  expect(types(all[1] as DrillDone).at(-1)).toBe("drill-ended");
  expect(page).toContain("The same drill was verified on a container, too");
  expect(page).toContain(readFileSync(join(folder, "runbook.md"), "utf8"));
});

test("an interrupted drill is the last one: no other kind follows, and no page is written", async () => {
  const { all, order, page } = await drillOn({ vm: "interrupted", container: "verified" });
  expect(order).toEqual(["begin vm", "end vm"]);
  expect(verdicts(all)).toEqual(["interrupted"]);
  expect(exitCodeOfAll(all)).toBe(130);
  expect(page).toBeUndefined();
});

test("what each kind saw of the symptoms is counted in the index, once a drill", async () => {
  const { runbooks } = await drillOn({ vm: "verified", container: "verified" });
  const [entry] = readIndex(runbooks);
  expect(entry?.scenario).toBe("lamp");
  expect(entry?.drills).toMatchObject({ vm: { times: 1 }, container: { times: 1 } });
  expect(entry?.symptoms.map(({ title }) => title)).toEqual(
    lampScenario().symptoms.map(({ title }) => title),
  );
});

test("what did not verify adds nothing to the index", async () => {
  const { runbooks } = await drillOn({ vm: "failed", container: "verified" });
  expect(readIndex(runbooks)[0]?.drills).toEqual({ container: { times: 1, last: expect.any(String) } });
  expect(readIndex((await drillOn({ vm: "failed" })).runbooks)).toEqual([]);
});

test("the page comes from the first kind that verified, and says what the other did", async () => {
  const { all, page } = await drillOn({ vm: "failed", container: "verified" });
  expect(verdicts(all)).toEqual(["failed", "verified"]);
  expect(exitCodeOfAll(all)).toBe(1);
  expect(page).toMatch(/On a VM the drill ended \*\*failed\*\*: Wait for the night/);
  expect(types(all[1] as DrillDone).at(-1)).toBe("runbook-written");
});

test("a host that is not ready for one kind keeps no other from its drill", async () => {
  const { all, page } = await drillOn({ vm: "refused", container: "verified" });
  expect(verdicts(all)).toEqual(["unknown", "verified"]);
  expect(exitCodeOfAll(all)).toBe(69);
  expect(page).toContain("On a VM the drill was **not begun**: there is no QEMU");
});

test("a kind that cannot show the incident is skipped, and makes the end no worse", async () => {
  const notOn = { container: "its kernel is the host's" };
  const { all, page } = await drillOn({ container: "verified", vm: "verified" }, { notOn });
  expect(verdicts(all)).toEqual(["skipped", "verified"]);
  expect(exitCodeOfAll(all)).toBe(0);
  expect(types(all[0] as DrillDone)).toEqual(["drill-started", "drill-ended"]);
  expect(page).toContain("On a container the drill was **skipped**: its kernel is the host's");
});

test("nothing but skipped proves nothing", async () => {
  const { all, page } = await drillOn({ vm: "verified" }, { notOn: { vm: "it is too quiet" } });
  expect(verdicts(all)).toEqual(["skipped"]);
  expect(exitCodeOfAll(all)).toBe(2);
  expect(page).toBeUndefined();
});

const wayOnlyOn = (kind: MachineKind) => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const other = kind === "vm" ? "container" : "vm";
  return { procedures: { switch: usual, candle: { ...candle, notOn: { [other]: "it has no wick" } } } };
};

test("a procedure that is skipped on one kind stands in the page with the commands of the other", async () => {
  const { all, page } = await drillOn({ container: "verified", vm: "verified" }, wayOnlyOn("vm"));
  expect(verdicts(all)).toEqual(["verified", "verified"]);
  expect(exitCodeOfAll(all)).toBe(0);
  expect(page).toMatch(/^recommended: switch$/m);
  expect(page).toMatch(/^## Another procedure: Light a candle \(on a VM\)$/m);
  expect(page).toContain("**Skipped on a container**: it has no wick");
});

test("a procedure that no kind carried out is in the page as skipped", async () => {
  const { all, page } = await drillOn({ container: "verified" }, wayOnlyOn("vm"));
  expect(verdicts(all)).toEqual(["verified"]);
  expect(page).toMatch(/^## Another procedure: Light a candle \(skipped\)$/m);
  expect(page).toContain("**Skipped on a container**: it has no wick");
});

test("one podman after the other: one page from the first that verified, and what the others did", async () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const procedures = {
    switch: usual,
    candle: { ...candle, notWith: { podman: { "4.3": "it knows no wick" } } },
  };
  const endings = { "5.4": "verified", "4.3": "verified", "5.8": "failed" } as const;
  // Numbers with a point keep their order as keys.
  const { all, table, page } = await drillWith(endings, { procedures });
  expect(verdicts(all)).toEqual(["verified", "verified", "failed"]);
  expect(exitCodeOfAll(all)).toBe(1);
  expect(table).toMatch(/^ +podman 5\.4 +podman 4\.3 +podman 5\.8$/m);
  expect(table).toContain("candle is skipped on podman 4.3: it knows no wick");
  expect(page).toContain("## With other versions of podman");
  expect(page).toContain("On a container with podman 4.3 `candle` was **skipped**: it knows no wick");
  expect(page).toMatch(
    /On a container with podman 5\.8 the drill ended \*\*failed\*\*: .*This page is not valid for podman 5\.8\./,
  );
  expect(page).toContain(" --podman 5.4,4.3,5.8\n");
  expect(page).toContain("- `candle` is not drilled with podman 4.3: it knows no wick");
});

test.each([
  ["postgresql", "postgresql", { "17.2": "verified", "15.8": "verified", "18.0": "failed" }],
  ["release", "Debian", { trixie: "verified", bookworm: "verified", forky: "failed" }],
] as const)("any version is told as one of podman is: %s", async (dimension, name, endings) => {
  const postgresql = { "15.8": "bookworm", "17.2": "trixie", "18.0": "forky" } as const;
  const variants = { ...releasesAlone, postgresql };
  const [usual = "", old = "", young = ""] = Object.keys(endings);
  const { switch: way, candle } = lampScenario().procedures;
  if (!way || !candle) throw new TypeError("the lamp has two procedures");
  const notWith = { [dimension]: { [old]: "it knows no wick" } };
  const parts = { procedures: { switch: way, candle: { ...candle, notWith } } };
  const { table, page } = await drillWith(endings, parts, variants, dimension);
  expect(table).toContain(`candle is skipped on ${name} ${old}: it knows no wick`);
  expect(page).toContain(`## With other versions of ${name}`);
  expect(page).toContain(`- \`candle\` is not drilled with ${name} ${old}: it knows no wick`);
  expect(page).toContain(`This page is not valid for ${name} ${young}.`);
  expect(page).toContain(`**not with ${name} ${young}**`);
  expect(page).toMatch(new RegExp(`^fails_with_${dimension}: \\["?${young}"?\\]$`, "m"));
  expect(page).toMatch(new RegExp(`^holds_with_${dimension}:\\n  "?${usual}"?: \\[switch, candle\\]`, "m"));
  expect(page).not.toContain("podman");
});

test("a podman with commands of its own has a page of its own, and no page has the commands of both", async () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const old = { procedures: { switch: { ...usual, title: "Use the old switch" }, candle } };
  const { page, read, files } = await drillWith(
    { "5.4": "verified", "4.3": "verified", "5.8": "verified" },
    { with: { podman: { "4.3": old } } },
  );
  expect(files.filter((file) => file.endsWith(".md"))).toEqual([
    "README.md",
    ...["", ".proof", ".short"].map((ending) => `lamp-podman-4.3${ending}.md`).sort(),
    ...["", ".proof", ".short"].map((ending) => `lamp${ending}.md`).sort(),
    "runbook.md",
  ]);
  expect(read("runbook.md")).toBe(read("lamp.md"));
  expect(page).not.toContain("Use the old switch");
  expect(page).toMatch(/verified on a container with podman 4\.3, too, \*\*with commands of its own\*\*/);
  expect(page).toMatch(/verified on a container with podman 5\.8, too, with the same commands/);
  expect(page).toContain("`npm run drill lamp -- --podman 4.3` writes a page with them");
  expect(read("lamp-podman-4.3.md")).toContain("Use the old switch");
});
