import { expect, test } from "vitest";
import { house, lampScenario, mend, turnOff } from "../drill/testing/lamp.ts";
import { type OtherwiseFields, otherwise } from "./otherwise.ts";
import { step } from "./step.ts";
import { problemsOf } from "./validate.ts";

const { switch: usual, candle } = lampScenario().procedures;
if (usual === undefined || candle === undefined) throw new TypeError("the lamp has two procedures");

const stepWith = (fields: OtherwiseFields) =>
  step(mend.title, { why: mend.why, run: mend.run, verify: mend.verify, otherwise: fields });

const problemsWith = (fields: OtherwiseFields): string[] =>
  problemsOf(lampScenario({ procedures: { switch: { ...usual, steps: [stepWith(fields)] }, candle } }));

test("a text is what to look at, and a step is named by its title", () => {
  expect(otherwise("it", "Look at the fuse.")).toEqual({ look: "Look at the fuse.", undo: [] });
  expect(otherwise("it", { undo: turnOff, goOnAt: mend })).toEqual({ undo: [turnOff], goOnAt: mend.title });
  expect(() => otherwise("it", { wait: "a while" } as OtherwiseFields)).toThrow(
    'otherwise of it has no field "wait"',
  );
});

test("what it names exists", () => {
  expect(problemsWith({ take: "candle", goOnAt: mend.title, undo: turnOff })).toEqual([]);
  expect(problemsWith({ take: "torch" })).toEqual([
    'procedure switch › step 1 › otherwise: take names "torch", which is no recovery of the scenario (others are candle)',
  ]);
  expect(problemsWith({ goOnAt: "Wait" })).toEqual([
    'procedure switch › step 1 › otherwise: goOnAt names "Wait", which is no step of this procedure',
  ]);
  expect(problemsWith("")).toEqual(["procedure switch › step 1 › otherwise: look is not a sentence"]);
  expect(problemsWith({ look: "Wait.", last: true })).toEqual([]);
  expect(problemsWith({ look: "Wait.", last: true, take: "candle" })).toEqual([
    "procedure switch › step 1 › otherwise: last stands with look, and without goOnAt and take",
  ]);
  expect(problemsWith({ undo: turnOff, last: true })).toEqual([
    "procedure switch › step 1 › otherwise: last stands with look, and without goOnAt and take",
  ]);
  expect(problemsWith({})).toEqual(["procedure switch › step 1 › otherwise: says nothing"]);
});

test("its commands are on a machine and of an account of the rig", () => {
  expect(problemsWith({ undo: house.account("guest").sh`turn off` })).toEqual([
    expect.stringContaining(
      'procedure switch › step 1 › otherwise › undo 1: machine house has no user "guest"',
    ),
  ]);
});
