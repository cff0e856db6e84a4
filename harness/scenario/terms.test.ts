import { expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { step } from "./step.ts";
import { termsField, termsOf } from "./terms.ts";
import { problemsOf } from "./validate.ts";

const { switch: usual } = lampScenario().procedures;
if (usual === undefined) throw new TypeError("the lamp has a switch");

test("a procedure has the terms of its steps, unless it has its own", () => {
  const steps = [{}, { lasts: "until noon" }, { lasts: "until night", interactive: "hold it" }];
  expect(termsOf({ steps })).toEqual({ lasts: "until noon", interactive: "hold it" });
  expect(termsOf({ steps, lasts: "for a while", needs: "a lamp" })).toEqual({
    ...{ lasts: "for a while", interactive: "hold it", needs: "a lamp" },
  });
  expect(termsField({ steps: [{}] })).toEqual({});
});

test("a term is a text of a procedure or a step", () => {
  const [first] = usual.steps;
  if (first === undefined) throw new TypeError("the switch has a step");
  const { title, why, run, verify } = first;
  const passing = step(title, { why, run, verify, lasts: "" });
  const scenario = lampScenario({ procedures: { switch: { ...usual, steps: [passing], needs: " " } } });
  expect(problemsOf(scenario)).toEqual([
    "procedure switch › step 1: lasts is not a text",
    "procedure switch: needs is not a text",
  ]);
});
