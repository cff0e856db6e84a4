import { expect, test } from "vitest";
import { lampScenario, mend } from "../drill/testing/lamp.ts";
import { procedure } from "../scenario/scenario.ts";
import { withoutWhatMustFail } from "./without-what-must-fail.ts";

const scenario = lampScenario({
  procedures: {
    switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend] }),
    shake: procedure({
      title: "Shake it",
      summary: "Quick.",
      steps: [mend],
      mustFail: { at: mend, because: "it does not help" },
    }),
  },
});

test("a step is left out of recoveries alone", () => {
  expect(withoutWhatMustFail(scenario, ["switch", "shake"])).toEqual(["switch"]);
  expect(withoutWhatMustFail(scenario, ["switch"], ["switch"])).toEqual(["switch"]);
});

test("a procedure that must fail, asked for by its name, is refused with what can be asked for", () => {
  expect(() => withoutWhatMustFail(scenario, ["shake"], ["shake"])).toThrow(
    expect.objectContaining({
      message: "no step can be left out of shake: it must fail with all of them",
      facts: { expected: "a recovery: switch", next: "npm run drill lamp -- --procedure shake" },
    }),
  );
});
