import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { commandLine } from "../scenario/command-line.ts";
import { machine } from "../scenario/machine.ts";
import { requirementsOf } from "../scenario/requirements.ts";
import { step } from "../scenario/step.ts";
import { inRig } from "../scenario/text.ts";
import { firewall } from "./firewall.ts";

const web = machine("web", { addresses: {} });
const inAnyRig = inRig(() => "192.0.2.10");

test.each([
  [firewall(web).allow(53), "ufw allow 53"],
  [firewall(web).allow(53, "udp"), "ufw allow 53/udp"],
  [firewall(web).disallow(53, "tcp"), "ufw delete allow 53/tcp"],
])("a rig has UFW", (command, line) => {
  expect(commandLine(command, inAnyRig)).toBe(line);
});

test("a port has no rule where the status names it nowhere", () => {
  const { probe } = firewall(web).hasNoRuleFor(53);
  expect(commandLine(probe, inAnyRig)).toBe("ufw status verbose | grep --count '^53[/ ]'");
});

test.each([0, 65536, 1.5, Number.NaN])("%d is no port", (port) => {
  expect(() => firewall(web).allow(port)).toThrow(ScenarioError);
  expect(() => firewall(web).disallow(port)).toThrow(ScenarioError);
  expect(() => firewall(web).hasNoRuleFor(port)).toThrow(ScenarioError);
});

test("a page asks for the program before its first step", () => {
  const steps = [
    step("Let DNS in", {
      why: "It is asked from outside.",
      run: firewall(web).allow(53),
      verify: firewall(web).dropsByDefault(),
    }),
  ];
  expect(
    requirementsOf({ symptoms: [], preconditions: [], checklist: [] }, { steps }).map(({ title }) => title),
  ).toEqual(["ufw is on web"]);
});
