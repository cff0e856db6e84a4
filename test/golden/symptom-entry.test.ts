import { check } from "drillbook";
import { describe, expect, it } from "vitest";
import { ScenarioError } from "#harness/errors.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { symptomEntry } from "#harness/views/runbook/symptom-entry.ts";
import { failedDrill, verifiedDrill } from "./fixtures/drills.ts";
import { inventory, uidChange } from "./fixtures/uid-change.ts";

const entry = (scenario: Scenario = uidChange) => symptomEntry(scenario, verifiedDrill(), { inventory });

const apart = (tellsApart: NonNullable<Scenario["tellsApart"]>): Scenario => ({ ...uidChange, tellsApart });

describe("what a drill saw of the symptoms", () => {
  it("is written with the commands of the real platform, and counted once however many procedures saw it", () => {
    const { drills, symptoms, scenario } = entry();
    expect(scenario).toBe("uid-change");
    const [kind = ""] = Object.keys(drills);
    expect(drills).toEqual({ [kind]: { times: 1, last: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) } });
    const failing = symptoms.find(({ texts }) => texts.length > 0);
    expect(failing?.texts).toEqual([
      {
        text: 'Error: default OCI runtime "crun" not found: invalid argument',
        core: expect.any(String),
        about: true,
        seen: drills,
      },
    ]);
    expect(failing?.answer).toBe('exit 125: Error: default OCI runtime "crun" not found: invalid argument');
    expect(JSON.stringify(symptoms)).not.toMatch(/192\.0\.2\.|198\.51\.100\./);
  });

  it("leaves out what a machine says when nothing is wrong, and what is too little to know it by", () => {
    const texts = entry().symptoms.flatMap((one) => one.texts.map(({ text }) => text));
    expect(texts.some((text) => /overlay-images|images\.json|^\d+$|3f9d0c1b7e44/.test(text))).toBe(false);
  });

  it("has what tells it apart only as far as the drill saw it", () => {
    const seen = { from: "x", how: "So.", look: /OCI runtime "\w+" not found/ };
    const unseen = {
      from: "y",
      how: "So.",
      look: "never printed",
      ask: uidChange.symptoms[0] ?? check("", seen as never),
    };
    expect(entry(apart([seen, unseen])).tellsApart).toEqual([
      { from: "x", how: "So.", look: { kind: "pattern", source: 'OCI runtime "\\w+" not found', flags: "" } },
      { from: "y", how: "So.", ask: uidChange.symptoms[0]?.title },
    ]);
  });

  it("is not written when the drill saw what speaks against its own incident, or did not verify", () => {
    expect(() => entry(apart([{ from: "x", how: "So.", unless: /OCI runtime/ }]))).toThrow(
      "`unless` excludes the incident of its own scenario",
    );
    expect(() => symptomEntry(uidChange, failedDrill(), { inventory })).toThrow(ScenarioError);
  });
});
