import { expect, test } from "vitest";
import { Command, type CommandObservation } from "../probes/command/value.ts";
import { type Check, check, fails, redWhen } from "./check.ts";
import { evaluateCheck } from "./evaluate-check.ts";
import type { Observation } from "./probe.ts";

const context = { kind: "container", versions: { release: "trixie" }, resolve: () => "192.0.2.10" } as const;

const command = (change: Partial<CommandObservation>): CommandObservation => ({
  kind: "command",
  exitCode: 0,
  signal: undefined,
  stdout: "",
  stderr: "",
  timedOut: false,
  durationMs: 1000,
  ...change,
});

const query = new Command({ machine: "db", user: "root", script: ["psql …"] });
const noneInactive = check("no slot is inactive", query.printsExactly("0"));
const isGone = check("the tool is gone", query.exits(127));

const two = command({ stdout: "2\n" });
const refused = command({ exitCode: 2, stderr: "psql: error: connection to server failed\n" });
const notFound = command({ exitCode: 127, stderr: "sh: 1: psql: not found\n" });
const notExecutable = command({ exitCode: 126, stderr: "sh: 1: psql: Permission denied\n" });
const late = command({ exitCode: undefined, signal: "SIGKILL", timedOut: true });
const killed = command({ exitCode: undefined, signal: "SIGSEGV" });

const colourOf = (one: Check, observation: Observation): string => {
  const { ok, notAsked } = evaluateCheck(one, observation, context);
  return ok ? "green" : notAsked === undefined ? "red" : "no answer";
};

test.each([
  ["another answer", two, "red"],
  ["a failure of the command", refused, "red"],
  ["a command that is not found", notFound, "no answer"],
  ["a command that may not be executed", notExecutable, "no answer"],
  ["no end within its time", late, "red"],
  ["the end by a signal", killed, "no answer"],
] as const)("%s: the check and its opposite", (_, observation, colour) => {
  expect(colourOf(noneInactive, observation)).toBe(colour);
  const opposite = fails(noneInactive, "a slot is inactive");
  expect(colourOf(opposite, observation)).toBe(colour === "red" ? "green" : colour);
});

test("what the check expects is an answer, whatever it is", () => {
  expect(colourOf(isGone, notFound)).toBe("green");
  expect(colourOf(fails(isGone, "the tool is there"), notFound)).toBe("red");
  expect(colourOf(isGone, command({}))).toBe("red");
});

test("an author says which red is meant", () => {
  const meant = redWhen(noneInactive, /^exit 0: [1-9]/);
  expect(colourOf(meant, two)).toBe("red");
  expect(colourOf(meant, refused)).toBe("no answer");
  expect(colourOf(meant, command({ stdout: "0\n" }))).toBe("green");
  expect(colourOf(fails(meant, "a slot is inactive"), two)).toBe("green");
  expect(colourOf(fails(meant, "a slot is inactive"), refused)).toBe("no answer");
  expect(evaluateCheck(meant, refused, context)).toMatchObject({
    got: "exit 2: psql: error: connection to server failed; that is no answer: red is a text that matches /^exit 0: [1-9]/",
  });
});

test("also a red that would otherwise be no answer", () => {
  expect(colourOf(redWhen(noneInactive, "not found"), notFound)).toBe("red");
  expect(colourOf(redWhen(noneInactive, /^exit 0: [1-9]/), late)).toBe("no answer");
});

test("a server that is gone is red for a check of the server", () => {
  const answers = check("it answers", {
    kind: "http",
    machine: "web",
    url: ["http://192.0.2.10/"],
    method: "GET",
    timeoutMs: 2000,
    expect: { status: 200 },
  });
  for (const outcome of ["unreachable", "timeout"] as const) {
    const gone: Observation = {
      kind: "http",
      outcome,
      status: 0,
      headers: {},
      body: "",
      error: "",
      durationMs: 1,
    };
    expect(colourOf(answers, gone)).toBe("red");
    expect(colourOf(redWhen(answers, "status 503"), gone)).toBe("no answer");
  }
});
