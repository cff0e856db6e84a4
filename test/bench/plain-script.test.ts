import { spawnSync } from "node:child_process";
import { check, dns, fails, http, machine, step } from "drillbook";
import { describe, expect, it } from "vitest";
import type { Check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import type { Step } from "#harness/scenario/step.ts";
import { inRig } from "#harness/scenario/text.ts";
import scenario from "../../scenarios/bootstrap-from-zero.ts";
import { conditionOf } from "./plain-condition.ts";
import { plainScript } from "./plain-script.ts";

const here = machine("here", { addresses: { lan: "192.0.2.7" } });
const holds = (one: Check, within?: number): boolean =>
  spawnSync("sh", ["-euc", `if ${conditionOf(one, () => "192.0.2.7", within)}; then exit 0; else exit 9; fi`])
    .status === 0;

describe("what a plain script makes of a check", () => {
  const say = here.root.sh`printf 'one\ntwo\n'`;
  const cases: readonly (readonly [string, Check, boolean])[] = [
    ["success", check("", here.root.sh`true`), true],
    ["failure", check("", here.root.sh`false`), false],
    ["the opposite of failure", fails(check("", here.root.sh`false`), ""), true],
    ["the opposite of success", fails(check("", here.root.sh`true`), ""), false],
    ["an exit code", check("", here.root.sh`exit 3`.exits(3)), true],
    ["another exit code", check("", here.root.sh`exit 3`.exits(4)), false],
    ["any failure", check("", here.root.sh`exit 3`.exits("nonzero")), true],
    ["any failure, of what succeeds", check("", here.root.sh`true`.exits("nonzero")), false],
    ["exactly", check("", say.printsExactly("one\ntwo")), true],
    ["not exactly", check("", say.printsExactly("one")), false],
    ["lines in any order", check("", here.root.sh`printf 'b\na\n'`.printsLines(["a", "b"])), true],
    ["other lines", check("", say.printsLines(["two"])), false],
    ["a part", check("", say.prints("ne\ntw")), true],
    ["no such part", check("", say.prints("three")), false],
    ["a pattern over lines", check("", say.prints(/^one$[\s\S]*^two$/m)), true],
    ["a pattern that is not there", check("", say.prints(/^two[\s\S]*one/m)), false],
    ["a pattern on stderr", check("", here.root.sh`echo oh >&2; exit 1`.exits(1, /^oh/)), true],
    ["nothing", check("", here.root.sh`true`.printsNothing()), true],
    ["something", check("", say.printsNothing()), false],
    ["an address", check("", here.root.sh`echo ${here.on("lan")}`.printsExactly("192.0.2.7")), true],
  ];
  it.each(cases)("%s", (_name, one, expected) => {
    expect(holds(one)).toBe(expected);
  });

  it("ends a look that takes too long", () => {
    expect(holds(check("", here.root.sh`sleep 20`), 1)).toBe(false);
  });

  it("of questions and requests asks what an operator would type", () => {
    const text = (one: Check) => conditionOf(one, () => "192.0.2.7");
    expect(
      text(
        dns(here)
          .asks("a.test", "A", { server: here.on("lan") })
          .answers("192.0.2.9"),
      ),
    ).toMatch(/dig @192\.0\.2\.7 a\.test A \+short\n.* = 192\.0\.2\.9 \]/s);
    expect(text(http(here).answers("http://a.test/", 404, { as: "it" }))).toMatch(
      /curl .*%\{http_code\}.* = 404 \]/s,
    );
  });

  it("is refused where it would say less than the check", () => {
    const alone = { ...here.root.sh`true`.prints({ vm: "x", why: "" }) };
    expect(() => conditionOf(check("", alone as never), () => "")).toThrow("a plain script cannot say this");
  });
});

describe("the plain script of bootstrap-from-zero", () => {
  const script = plainScript(scenario, "by-stage", ({ name }) => `image-of-${name}`);
  const resolve = inRig(
    (ref) => scenario.rig.machines.find(({ name }) => name === ref.machine)?.addresses[ref.network] ?? "",
  );
  const bodyOf = (name: string): string => script.split(`\n${name}() {\n`)[1]?.split("\n}\n\n")[0] ?? "";
  const line = (what: Parameters<typeof commandLine>[0]) => commandLine(what, resolve);
  const ofChecks = (checks: readonly Check[]) => checks.map(({ probe }) => line(probe));
  const ofSteps = (steps: readonly Step[]) =>
    steps.flatMap((one) => [...one.run.map(line), ...ofChecks(one.verify)]);

  it("is bash", () => {
    expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  const work: Readonly<Record<string, readonly string[]>> = {
    prepare: ofSteps(scenario.rig.setup),
    steady: ofChecks(scenario.steady),
    fault: ofSteps(scenario.fault),
    symptoms: [...ofChecks(scenario.symptoms), ...ofChecks(scenario.checklist)],
    recovery: [...ofChecks(scenario.preconditions), ...ofSteps(scenario.procedures["by-stage"]?.steps ?? [])],
    checklist: ofChecks(scenario.checklist),
    losses: scenario.losses.map(({ items }) => line(items)),
  };
  it.each(Object.entries(work))("does in %s what the drill does", (phase, commands) => {
    // Polled conditions are quoted.
    const unquoted = (text: string) => text.replaceAll(`'\\''`, "'");
    const body = unquoted(bodyOf(phase));
    for (const command of new Set(commands)) {
      const times = commands.filter((one) => one === command).length;
      expect(body.split(unquoted(command)).length - 1, command).toBeGreaterThanOrEqual(times);
    }
  });

  it("starts every machine from its image, and removes them all", () => {
    for (const { name } of scenario.rig.machines) {
      expect(bodyOf("start_machines")).toContain(` image-of-${name}\n`);
      expect(script).toMatch(new RegExp(`docker rm .*"\\$id-${name}"`));
    }
  });

  it("has no script for what only a drill can do, or for a procedure that nobody knows", () => {
    const reboots = { ...scenario, fault: [step("Reboot", { why: "", run: here.reboot(), verify: [] })] };
    expect(() => plainScript(reboots, "by-stage", () => "")).toThrow("a plain script cannot do this: reboot");
    expect(() => plainScript(scenario, "by-hand", () => "")).toThrow("has no procedure by-hand");
  });
});
