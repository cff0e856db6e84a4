import { expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { plansOf } from "../plan/testing/plan-of.ts";
import { renderDrillPlans } from "./drill-plan.ts";

const shown = (path: string) => path;

test("a plan says where a drill runs, what of it, and what it leaves where", () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const scenario = lampScenario({
    procedures: { switch: usual, candle: { ...candle, notOn: { vm: "it has no wick" } } },
  });
  const on = { kinds: ["vm" as const, "container" as const], machines: {} };
  const plans = plansOf(scenario, { on, cold: true, without: { fault: true, steps: [] } });
  const text = renderDrillPlans(plans, shown);
  expect(text.split("\n\nlamp: ")[0]).toBe(`drill on a VM
  kind        QEMU, because KVM has not been tried on this host; a drill tries it, and may take user-mode Linux then
  procedures  switch
  skipped     candle: it has no wick
  left out    the fault
  flags       no setup, engine auto, cold
  page        runbooks/lamp.md
  report      reports/…/vm

drill on a container
  procedures  switch, candle
  left out    the fault
  flags       no setup, engine auto, cold
  page        runbooks/lamp.md
  report      reports/…/container`);
  expect(text.match(/^lamp: The lamp went out$/gm)).toHaveLength(1);
});

test("a plan says of which kind single machines are, and why, where that was left to the host", () => {
  const on = { kinds: [], machines: { house: "vm" as const } };
  expect(renderDrillPlans(plansOf(lampScenario(), { on }), shown)).toContain(
    "\n  machines    house on a VM: QEMU, because KVM has not been tried on this host; ",
  );
});

test("a plan says that no other drill runs beside it, and why", () => {
  const text = renderDrillPlans(plansOf(lampScenario({ alone: "it counts milliseconds" })), shown);
  expect(text).toContain("\nNo other drill runs beside it: it counts milliseconds\n");
  expect(renderDrillPlans(plansOf(lampScenario()), shown)).not.toContain("beside it");
});

test("drills with pages of their own have their phases each, and only those of the procedures asked for", () => {
  const scenario = lampScenario({ with: { podman: { "4.3": { never: ["Never strike a match."] } } } });
  const text = renderDrillPlans(
    plansOf(scenario, { versions: { podman: ["5.4", "4.3"] }, procedure: ["candle"] }),
    shown,
  );
  expect(text.match(/^lamp: The lamp went out$/gm)).toHaveLength(2);
  expect(text).toContain("This is the plan with podman 4.3.\n");
  expect(text).toContain("recovery, procedure candle");
  expect(text).not.toContain("recovery, procedure switch");
});
