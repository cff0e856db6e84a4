import { describe, expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import type { KindWord } from "../scenario/machine-kind.ts";
import { drilledProcedures, flagsAgain } from "./drill-plan.ts";
import { kindOnHost, type OwnKernelHost } from "./own-kernel.ts";
import { asksHost, type DrillOptions, planDrills } from "./plan-drills.ts";
import { podmanVariants } from "./testing/plan-of.ts";

const kvm: OwnKernelHost = { kvm: "boots", kvmWords: "KVM boots guests here" };
const noKvm: OwnKernelHost = { kvm: "fails", kvmWords: "KVM boots no guest here" };
const neither: OwnKernelHost = { ...noKvm, noUml: "only root can make networks" };
const untried: OwnKernelHost = { kvm: "untried", kvmWords: "KVM has not been tried on this host" };

const usual = { setup: false, engine: "auto", reports: "reports", runbooks: "runbooks" } as const;
const on = (...kinds: readonly KindWord[]) => ({ on: { kinds, machines: {} } });

const plansOn = (host: OwnKernelHost, options: Partial<DrillOptions> = {}, scenario = lampScenario()) =>
  planDrills(scenario, { ...usual, ...on("vm"), ...options }, podmanVariants, host);

const variantOn = (...args: Parameters<typeof plansOn>) => {
  const [plan] = plansOn(...args);
  return [plan?.variant.kind, plan?.variant.whyKind];
};

describe("--on vm", () => {
  test.each([
    ["QEMU with KVM where that boots a guest", kvm, "vm", "QEMU, because KVM boots guests here"],
    ["user-mode Linux where it does not", noKvm, "uml", "user-mode Linux, because KVM boots no guest here"],
    [
      "QEMU with emulation where that cannot run, either",
      neither,
      "vm",
      "QEMU, because KVM boots no guest here, and user-mode Linux cannot run: only root can make networks",
    ],
    [
      "QEMU where KVM has not been tried",
      untried,
      "vm",
      "QEMU, because KVM has not been tried on this host; a drill tries it, and may take user-mode Linux then",
    ],
  ])("is %s", (_, host, kind, whyKind) => {
    expect(variantOn(host)).toEqual([kind, whyKind]);
    expect(kindOnHost(host)).toEqual({ kind, whyKind });
  });

  test("is QEMU without KVM, too, for procedures side by side from one saved state", () => {
    const reason =
      "QEMU, because KVM boots no guest here, and procedures side by side begin from a saved state; UML machines have none";
    expect(variantOn(noKvm, { sideBySide: true })).toEqual(["vm", reason]);
    const uml = ["uml", "user-mode Linux, because KVM boots no guest here"];
    expect(variantOn(noKvm, { sideBySide: true, procedure: ["switch"] })).toEqual(uml);
    expect(variantOn(noKvm, { sideBySide: true, cold: true })).toEqual(uml);
    expect(
      variantOn(noKvm, { sideBySide: true, on: { kinds: ["vm"], machines: { house: "container" } } }),
    ).toEqual(uml);
  });

  test("is QEMU where the scenario, or each chosen procedure, is not for a UML machine", () => {
    const notOn = { uml: "its clock is too coarse" };
    const reason =
      "QEMU, because KVM boots no guest here, and it is not for a UML machine: its clock is too coarse";
    expect(variantOn(noKvm, {}, lampScenario({ notOn }))).toEqual(["vm", reason]);
    const { switch: plain, candle } = lampScenario().procedures;
    if (!plain || !candle) throw new TypeError("the lamp has two procedures");
    const scenario = lampScenario({ procedures: { switch: plain, candle: { ...candle, notOn } } });
    expect(variantOn(noKvm, { procedure: ["candle"] }, scenario)).toEqual(["vm", reason]);
    expect(variantOn(noKvm, {}, scenario)[0]).toBe("uml");
  });

  test("is the kind that is not drilled beside it, and is refused where both are", () => {
    const kindsOn = (...kinds: readonly KindWord[]) =>
      plansOn(noKvm, on(...kinds)).map(({ variant }) => variant.kind);
    expect(kindsOn("vm", "uml")).toEqual(["vm", "uml"]);
    expect(kindsOn("qemu", "vm", "container")).toEqual(["vm", "uml", "container"]);
    expect(() => kindsOn("vm", "uml", "qemu")).toThrow("--on vm would be a kind that --on names, too");
  });

  test("is QEMU where a machine of the rig is on a VM in every drill", () => {
    const { rig } = lampScenario();
    const machines = rig.machines.map((one) => ({ ...one, on: "vm" as const }));
    expect(variantOn(noKvm, {}, lampScenario({ rig: { ...rig, machines } }))).toEqual([
      "vm",
      "QEMU, because house is on a VM in every drill",
    ]);
  });
});

test.each([
  ["qemu", "vm"],
  ["uml", "uml"],
  ["container", "container"],
] as const)("--on %s is that kind on any host, and no reason is told", (word, kind) => {
  for (const host of [kvm, noKvm, neither, untried]) {
    expect(variantOn(host, on(word))).toEqual([kind, undefined]);
  }
});

test("a single machine on a VM is of the kind of the drill, or of the one that the host takes, with the reason", () => {
  const machinesOn = (...kinds: readonly KindWord[]) => {
    const [plan] = plansOn(noKvm, { on: { kinds, machines: { house: "vm" } } });
    return [plan?.variant.kind, plan?.machines, plan?.whyMachines];
  };
  const reason = "user-mode Linux, because KVM boots no guest here";
  expect(machinesOn("container")).toEqual(["container", { house: "uml" }, reason]);
  expect(machinesOn("qemu")).toEqual(["vm", { house: "vm" }, undefined]);
  expect(machinesOn("vm")).toEqual(["uml", { house: "uml" }, reason]);
});

test("without --on the host is asked where a container cannot show the incident", () => {
  const scenario = lampScenario({ notOn: { container: "its kernel is the host's" } });
  expect([asksHost(scenario, usual), asksHost(lampScenario(), usual)]).toEqual([true, false]);
  expect(asksHost(lampScenario(), { ...usual, ...on("qemu", "uml") })).toBe(false);
  expect(asksHost(lampScenario(), { ...usual, on: { kinds: [], machines: { house: "vm" } } })).toBe(true);
  const [plan] = planDrills(scenario, usual, podmanVariants, noKvm);
  expect(plan?.variant).toMatchObject({
    kind: "uml",
    whyKind: "user-mode Linux, because KVM boots no guest here",
  });
});

test("the command that drills again names the kind that was chosen", () => {
  const [plan] = plansOn(noKvm, { procedure: ["switch"] });
  if (plan === undefined) throw new TypeError("there is a plan");
  expect(drilledProcedures(plan)).toEqual(["switch"]);
  expect(flagsAgain(plan, "switch")).toEqual(["--procedure switch", "--on uml"]);
});
