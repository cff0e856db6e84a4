import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { lampHost } from "../drill/testing/drill-lamp.ts";
import { lampScenario } from "../drill/testing/lamp.ts";
import { answersWrong } from "../drill/testing/wrong-rules.ts";
import { plansOf } from "../plan/testing/plan-of.ts";
import { noContents } from "../scenario/image-contents.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { ScenarioFields } from "../scenario/scenario.ts";
import { exitCodeOfAll } from "./kinds-end.ts";
import { runDrills } from "./run-drills.ts";

type Lamp = {
  readonly rule?: ScriptedRule;
  readonly kinds?: readonly MachineKind[];
  readonly parts?: Partial<ScenarioFields>;
};

/** Lamps with ids of their own, each drilled on scripted machines, `jobs` at once. */
const drillAll = async (
  lamps: Readonly<Record<string, Lamp>>,
  jobs: number,
  {
    lastTimes = {},
    stop = new AbortController(),
    sideBySide = false,
  }: { lastTimes?: Record<string, number>; stop?: AbortController; sideBySide?: boolean } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-many-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const runbooks = join(folder, "runbooks");
  const log: string[] = [];
  const plans = Object.entries(lamps).flatMap(([id, { kinds = ["container" as const], parts = {} }]) =>
    plansOf(lampScenario({ ...parts, id }), {
      on: { kinds, machines: {} },
      runbooks,
      ...(sideBySide ? {} : { procedure: ["switch"] }),
    }),
  );
  const all = await runDrills(plans, {
    ...{ report: folder, jobs, lastTimes, signal: stop.signal, sideBySide },
    project: { root: ".", inventory: async () => ({}), machines: noContents },
    attach: ({ scenario }) => log.push(`+${scenario.id}`),
    ended: ({ plan }) => log.push(`-${plan.scenario.id}`),
    open: async ({ scenario }) => {
      const rule = lamps[scenario.id]?.rule;
      return lampHost({ rules: rule === undefined ? [] : [rule] });
    },
  });
  return { folder, log, all };
};

/** The night of one drill lasts until that of another has begun, too. */
const meeting = (count: number): ScriptedRule => {
  const met = Promise.withResolvers<void>();
  let there = 0;
  return {
    match: "night",
    answer: async () => {
      there += 1;
      if (there >= count) met.resolve();
      await met.promise;
      return {};
    },
  };
};

test("several scenarios are drilled side by side, each with a folder and a page of its own", async () => {
  const rule = meeting(2);
  const { folder, all, log } = await drillAll({ porch: { rule }, attic: { rule } }, 2);
  expect(log.slice(0, 2)).toEqual(["+porch", "+attic"]);
  expect(all.map(({ plan, verdict }) => [plan.scenario.id, verdict])).toEqual([
    ["porch", "verified"],
    ["attic", "verified"],
  ]);
  for (const id of ["porch", "attic"]) {
    const files = ["evidence", "journal.ndjson", `${id}.proof.md`, `${id}.short.md`, "runbook.md"];
    expect(readdirSync(join(folder, id)).sort()).toEqual(files.sort());
    for (const page of ["runbook.md", `${id}.proof.md`])
      expect(readFileSync(join(folder, id, page), "utf8")).toContain(`\nscenario: ${id}\n`);
  }
});

test("the longest is begun first, and the results are in the order asked for", async () => {
  const lastTimes = { porch: 1000, attic: 3000, cellar: 2000 };
  const { log, all } = await drillAll({ porch: {}, attic: {}, cellar: {} }, 2, { lastTimes });
  expect(log.filter((line) => line.startsWith("+"))).toEqual(["+attic", "+cellar", "+porch"]);
  expect(all.map(({ plan }) => plan.scenario.id)).toEqual(["porch", "attic", "cellar"]);
});

test("a scenario that must be alone has no other beside it", async () => {
  const alone = { parts: { alone: "it counts milliseconds" } };
  const { log } = await drillAll({ porch: alone, attic: {}, cellar: alone }, 3);
  expect(log).toEqual(["+attic", "-attic", "+porch", "-porch", "+cellar", "-cellar"]);
});

test("after an interruption no other drill is begun, and those that ran end as interrupted", async () => {
  const stop = new AbortController();
  const answer = () => {
    stop.abort();
    return {};
  };
  const lamps = { porch: { rule: { match: "night", answer } }, attic: {}, cellar: {} };
  const { log, all, folder } = await drillAll(lamps, 1, { stop });
  expect(log).toEqual(["+porch", "-porch"]);
  expect(all.map(({ verdict }) => verdict)).toEqual(["interrupted"]);
  expect(exitCodeOfAll(all)).toBe(130);
  expect(existsSync(join(folder, "porch", "runbook.md"))).toBe(false);
});

test("one drill that fails keeps no other from its page", async () => {
  const { all, folder } = await drillAll({ porch: { rule: answersWrong("night") }, attic: {} }, 2);
  expect(all.map(({ verdict }) => verdict)).toEqual(["failed", "verified"]);
  expect(exitCodeOfAll(all)).toBe(1);
  expect(existsSync(join(folder, "porch", "runbook.md"))).toBe(false);
  expect(existsSync(join(folder, "attic", "runbook.md"))).toBe(true);
});

test("the page of a scenario tells of all its drills, also where they end in another order", async () => {
  const { folder, all } = await drillAll({ porch: { kinds: ["vm", "container"] }, attic: {} }, 3);
  expect(all.map(({ plan }) => plan.variant.kind)).toEqual(["vm", "container", "container"]);
  expect(readdirSync(join(folder, "porch")).sort()).toEqual([
    "container",
    "porch.proof.md",
    "porch.short.md",
    "runbook.md",
    "vm",
  ]);
  const page = readFileSync(join(folder, "porch", "porch.proof.md"), "utf8");
  expect(page).toContain("The same drill was verified on a container, too");
  const written = all
    .flatMap(({ journal }) => journal.events)
    .filter(({ type }) => type === "runbook-written");
  expect(written).toHaveLength(2);
});

test("procedures of one drill take slots that are free, where that is asked for, and the page says so", async () => {
  const { all, folder } = await drillAll({ porch: { rule: meeting(2) } }, 2, { sideBySide: true });
  expect(all.map(({ verdict }) => verdict)).toEqual(["verified"]);
  expect(readFileSync(join(folder, "porch.proof.md"), "utf8")).toContain(
    "Up to 2 procedures ran at the same time on one host",
  );
});

test("all drills and procedures together take no more slots than there are", async () => {
  let most = 0;
  let there = 0;
  const answer = async () => {
    there += 1;
    most = Math.max(most, there);
    await new Promise((resolve) => setTimeout(resolve, 20));
    there -= 1;
    return {};
  };
  const lamp = { rule: { match: "night", answer } };
  const { all } = await drillAll({ porch: lamp, attic: lamp }, 3, { sideBySide: true });
  expect(all.map(({ verdict }) => verdict)).toEqual(["verified", "verified"]);
  expect(most).toBe(3);
});

test("procedures of a scenario that must be alone run one after the other", async () => {
  const porch = { parts: { alone: "it counts milliseconds" } };
  const { all } = await drillAll({ porch }, 3, { sideBySide: true });
  const [started] = all.flatMap(({ journal }) =>
    journal.events.filter(({ type }) => type === "drill-started"),
  );
  expect(started).not.toHaveProperty("atOnce");
});
