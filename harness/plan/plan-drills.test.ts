import { describe, expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { releasesAlone, type Variants } from "../variants/variants.ts";
import { drilledProcedures, flagsAgain } from "./drill-plan.ts";
import { planOf, plansOf } from "./testing/plan-of.ts";

const noOn = { on: { kinds: [], machines: {} } };

const wayOf = (id: "switch" | "candle") => {
  const way = lampScenario().procedures[id];
  if (way === undefined) throw new TypeError(`the lamp has no procedure ${id}`);
  return way;
};

/** The candle is not lit with podman 4.3, and the old switch is another one. */
const scenario = lampScenario({
  procedures: {
    switch: wayOf("switch"),
    candle: { ...wayOf("candle"), notWith: { podman: { "4.3": "it has no wick" } } },
  },
  with: {
    podman: {
      "4.3": {
        procedures: {
          switch: { ...wayOf("switch"), title: "Use the old switch" },
          candle: { ...wayOf("candle"), notWith: { podman: { "4.3": "it has no wick" } } },
        },
      },
    },
  },
});

describe("the plans of a command", () => {
  test("are one for each kind of machine and version, each with its own folder, page and scenario", () => {
    const plans = plansOf(scenario, {
      on: { kinds: ["vm", "container"], machines: {} },
      versions: { podman: ["5.4", "4.3"] },
    });
    expect(plans.map(({ folders }) => folders.own)).toEqual([
      ...["vm-podman-5.4", "vm-podman-4.3", "container-podman-5.4", "container-podman-4.3"],
    ]);
    expect(plans.map(({ page }) => page)).toEqual(["lamp", "lamp-podman-4.3", "lamp", "lamp-podman-4.3"]);
    const old = { podman: "4.3" };
    expect(plans.map(({ differsWith }) => differsWith)).toEqual([[old], [], [old], []]);
    expect(plans.map((plan) => plan.scenario.procedures["switch"]?.title)).toEqual([
      ...["Use the switch", "Use the old switch", "Use the switch", "Use the old switch"],
    ]);
  });

  test("say what is skipped, and why", () => {
    const [usual, old, vm] = [
      planOf(scenario),
      planOf(scenario, { versions: { podman: ["4.3"] } }),
      planOf(scenario, { versions: { podman: ["4.3"] }, on: { kinds: ["vm"], machines: {} } }),
    ];
    expect(usual.procedures).toEqual([{ id: "switch" }, { id: "candle" }]);
    expect(old.procedures).toEqual([{ id: "switch" }, { id: "candle", skipped: "it has no wick" }]);
    expect([usual, old, vm].map(drilledProcedures)).toEqual([["switch", "candle"], ["switch"], []]);
    expect(vm.skipped).toMatch(/^virtual machines have podman 5\.4 alone/);
  });

  test("take the kind on which a chosen procedure can be carried out, where none is named", () => {
    const candle = { ...wayOf("candle"), notOn: { container: "it has no wick" } };
    const both = lampScenario({ procedures: { switch: wayOf("switch"), candle } });
    expect(planOf(both, noOn).variant.kind).toBe("container");
    expect(planOf(both, { ...noOn, procedure: ["candle"] }).variant.kind).toBe("vm");
  });

  test("are values that JSON can hold, with every flag that reaches machines", () => {
    const plan = planOf(scenario, { keep: true, capture: true, procedure: ["switch"] });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan.flags).toEqual({ setup: false, engine: "auto", keep: true, capture: true });
  });

  test("tell the flags of the same drill of one procedure", () => {
    const without = { fault: true, steps: [1] };
    const on = { kinds: ["vm" as const], machines: { house: "container" as const } };
    expect(flagsAgain(planOf(scenario, { without, versions: { podman: ["4.3"] }, on }), "switch")).toEqual([
      ...[
        "--procedure switch",
        "--without fault",
        "--without 1",
        "--on qemu,house=container",
        "--podman 4.3",
      ],
    ]);
    expect(flagsAgain(planOf(scenario), "switch")).toEqual(["--procedure switch"]);
  });
});

describe("a package of which the project has variants", () => {
  const variants: Variants = { ...releasesAlone, postgresql: { "15": "bookworm", "17": "trixie" } };
  const old = lampScenario({
    procedures: {
      switch: wayOf("switch"),
      candle: { ...wayOf("candle"), notWith: { postgresql: { "15": "it has no wick" } } },
    },
    with: { postgresql: { "15": { never: ["Never strike a match."] } } },
  });

  test.each([[{ postgresql: ["15"] }], [{ release: ["bookworm"] }]])(
    "decides what is skipped, the parts and the page: %j",
    (versions) => {
      const plan = planOf(old, { versions }, variants);
      expect(plan.variant.versions).toEqual({ release: "bookworm", postgresql: "15" });
      expect(plan.procedures).toEqual([{ id: "switch" }, { id: "candle", skipped: "it has no wick" }]);
      expect(plan.scenario.never).toEqual(["Never strike a match."]);
      expect([plan.page, plan.pageVersions]).toEqual(["lamp-postgresql-15", { postgresql: "15" }]);
      expect(plan.differsWith).toEqual([]);
    },
  );

  test("is the usual release's where nothing is asked for", () => {
    const plan = planOf(old, {}, variants);
    expect(plan.variant).toEqual({
      ...{ kind: "container", asked: {} },
      versions: { release: "trixie", postgresql: "17" },
    });
    expect([plan.page, plan.differsWith]).toEqual(["lamp", [{ postgresql: "15" }]]);
  });

  test.each([
    ["vm", { postgresql: ["15"] }, /^virtual machines have postgresql 17 alone: /],
    ["vm", { release: ["forky"] }, /^virtual machines have Debian trixie alone: /],
    ["uml", { release: ["forky"] }, /^virtual machines have Debian trixie alone: /],
  ] as const)("is not in virtual machines of another release: %s %j", (kind, versions, reason) => {
    expect(planOf(old, { versions, on: { kinds: [kind], machines: {} } }, variants).skipped).toMatch(reason);
  });

  test("cannot be one that the release does not have", () => {
    const versions = { postgresql: ["15"], release: ["trixie"] };
    expect(() => planOf(old, { versions }, variants)).toThrow("no release of Debian has all of these");
  });
});

describe("what cannot be planned is refused", () => {
  test.each([
    [{ procedure: ["swich"] }, 'lamp has no procedure "swich"'],
    [{ without: { fault: false, steps: [2] } }, "the procedure switch has no step 2"],
    [{ on: { kinds: [], machines: { hose: "vm" } } }, 'lamp has no machine "hose"'],
    [{ keep: true }, "only one procedure's machines can be kept"],
    [{ keep: true, on: { kinds: ["vm", "container"], machines: {} } }, "only one kind's machines"],
    [{ keep: true, versions: { podman: ["5.4", "4.3"] } }, "only the machines of one podman"],
  ] as const)("%j", (options, says) => {
    expect(() => plansOf(scenario, options)).toThrow(says);
  });

  test("but the machines of the only procedure that is not skipped can be kept", () => {
    expect(planOf(scenario, { keep: true, versions: { podman: ["4.3"] } }).flags.keep).toBe(true);
  });
});
