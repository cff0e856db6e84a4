import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import type { UnitMatrix, UnitQuestion } from "../matrix.ts";
import { trialsIn } from "./plan.ts";
import { askScript, readAnswers, unitText } from "./texts.ts";

const question = (id: string, script: string, needs?: string): UnitQuestion => ({
  ...{ id, title: id, asked: "unit", script },
  ...(needs === undefined ? {} : { needs }),
});

const answersOf = (...questions: readonly UnitQuestion[]) =>
  readAnswers(execFileSync("/bin/sh", ["-c", `exec 2>&1\n${askScript(questions)}`], { encoding: "utf8" }));

it("tells how each question ended and what it printed, quotes and all", () => {
  const answers = answersOf(
    question("start", 'echo "it\'s" there'),
    question("two-lines", "echo one; echo two >&2; exit 3"),
  );
  expect(answers.get("start")).toEqual({ exitCode: 0, printed: "it's there\n" });
  expect(answers.get("two-lines")).toEqual({ exitCode: 3, printed: "one\ntwo\n" });
});

it("does not ask what needs a yes that did not come", () => {
  const answers = answersOf(
    question("start", "exit 125"),
    question("exec", "echo no", "start"),
    question("load", "true"),
  );
  expect([...answers.keys()]).toEqual(["start", "load"]);
});

it("has no end for a question during which the unit ended", () => {
  const [first = ""] = execFileSync("/bin/sh", ["-c", askScript([question("start", "echo so far")])], {
    encoding: "utf8",
  }).split("\u001eend");
  expect(readAnswers(first)).toEqual(new Map([["start", { exitCode: undefined, printed: "so far\n\n" }]]));
});

it("writes the variant's lines after those of all, so that they win", () => {
  const plan: UnitMatrix = {
    ...{ id: "m", title: "", summary: "", machine: "rift", claims: [], clean: "true", questions: [] },
    base: ["User=mcp", "Environment=PATH=/a"],
    groups: [{ id: "g", title: "", variants: [{ title: "PATH", lines: ["Environment=PATH=/b"] }] }],
    situations: [{ id: "first", title: "", round: 1, questions: [] }],
  };
  const [situation] = plan.situations;
  const [trial] = situation ? trialsIn(plan, situation) : [];
  const lines = trial ? unitText(plan, trial).split("\n") : [];
  expect(lines).toContain(
    "StandardOutput=truncate:/run/drillbook/unit-matrix/m/unit-matrix-first-1.service.answers",
  );
  expect(lines.indexOf("Environment=PATH=/a")).toBeLessThan(lines.indexOf("Environment=PATH=/b"));
});
