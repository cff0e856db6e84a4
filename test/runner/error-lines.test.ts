import { expect, test } from "vitest";
import { ExpectationError, MachineError } from "#harness/errors.ts";
import { errorLines } from "./error-lines.ts";

test("an error of drillbook is told with its facts, in the reader's order", () => {
  const error = new MachineError("one: the machine has ended", {
    waited: "3 s",
    got: "QEMU ended by SIGABRT\nassertion failed",
    command: "systemctl reboot",
  });
  expect(errorLines(error).split("\n").slice(0, 5)).toEqual([
    "one: the machine has ended",
    "command   systemctl reboot",
    "got       QEMU ended by SIGABRT",
    "          assertion failed",
    "waited    3 s",
  ]);
});

test("an error that vitest has passed on as an object is told with its facts, too", () => {
  const { message, facts } = new ExpectationError("it did not hold", { got: "no" });
  expect(errorLines({ message, facts })).toBe("it did not hold\ngot       no");
});

test("an error with neither facts nor a difference is its message", () => {
  expect(errorLines({ message: "wrong" })).toBe("wrong");
  expect(errorLines("wrong")).toBe("wrong");
});
