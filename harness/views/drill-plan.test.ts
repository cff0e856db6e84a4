import { expect, test } from "vitest";
import { house, isOn, lampScenario, turnOff } from "../drill/testing/lamp.ts";
import { plansOf } from "../plan/testing/plan-of.ts";
import { step } from "../scenario/step.ts";
import { renderDrillPlans, renderScenarioPlan } from "./drill-plan.ts";

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

test("a plan says on which terms a procedure recovers, what it needs, and what to do when a step fails", () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const light = step("Light it", {
    why: "It is dark.",
    run: house.root.sh`curl --silent http://lamp/on`,
    verify: isOn,
    otherwise: { look: "Look for a match.", undo: turnOff, take: "switch" },
  });
  const terms = { lasts: "until the next draught", interactive: "hold it", needs: "a wick" };
  const [plan] = plansOf(
    lampScenario({ procedures: { switch: usual, candle: { ...candle, ...terms, steps: [light] } } }),
  );
  if (plan === undefined) throw new TypeError("one drill is planned");
  expect(renderScenarioPlan(plan)).toContain(`recovery, procedure candle: Light a candle
  it needs a wick, which the platform does not have today
  it lasts only until the next draught
  it needs a person, who must hold it
  it needs, before its first step:
  - curl is on house
      # command -v curl   (house, root)
  1. Light it  (within 30 s)
       It is dark.
       # curl --silent http://lamp/on   (house, root)
       verify: the lamp is on
         # lamp   (house, root)
         → prints "on"
       otherwise: Look for a match.
         undo: # turn off   (house, root)
         take: switch
`);
});
