import { expect, test } from "vitest";
import { dns } from "../checks/dns.ts";
import { http } from "../checks/http.ts";
import { resolves } from "../checks/resolves.ts";
import { check } from "./check.ts";
import { machine } from "./machine.ts";
import { procedure } from "./scenario.ts";
import { step } from "./step.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });
const alive = check("it is alive", rift.root.sh`true`);
const doIt = { why: "because", run: rift.root.sh`true`, verify: alive };
const mend = { title: "Mend it", summary: "", steps: [] };

/** As JavaScript has it: with a field that the type does not have. */
const odd = <T extends object>(fields: T, name: string): T => ({ ...fields, [name]: "5s" });

test.each([
  ["a step", () => step("Do it", odd(doIt, "wihtin")), 'the step "Do it" has no field "wihtin"', "within"],
  ["a procedure", () => procedure(odd(mend, "step")), 'the procedure "Mend it" has no field "step"', "steps"],
  [
    "a machine",
    () => machine("rift", odd({ addresses: {} }, "user")),
    'the machine "rift" has no field "user"',
    "users",
  ],
  ["a file", () => rift.put("/a", odd({ content: "a" }, "moed")), 'put of /a has no field "moed"', "mode"],
  ["a cut", () => rift.cut("lan", odd({}, "byhand")), 'cut of lan has no field "byhand"', "byHand"],
  [
    "a DNS check",
    () => dns(rift).asks("a.example", "A", odd({}, "sever")),
    'asks of a.example has no field "sever"',
    "server",
  ],
  [
    "an HTTP check",
    () => http(rift).answers("http://192.0.2.10/", 200, odd({ as: "web" }, "methd")),
    'answers of web has no field "methd"',
    "method",
  ],
  [
    "a lookup",
    () => resolves(rift, "a.example", odd({}, "familiy")),
    'resolves of a.example has no field "familiy"',
    "family",
  ],
])("a misspelt field of %s is told, with the nearest", (_, write, message, near) => {
  expect(write).toThrow(
    expect.objectContaining({ message, facts: expect.objectContaining({ next: `did you mean ${near}?` }) }),
  );
});

test.each([undefined, null, Number.NaN, {}, true])("what is no word of a command is refused: %j", (value) => {
  expect(() => rift.root.sh`rm ${value as unknown as string}`).toThrow(
    'the command "rm …" has no value in place of …',
  );
  expect(() => rift.root.sh`rm ${["a", value as unknown as string]}`).toThrow("has no value");
});

test.each(["zero", -1, 256, 1.5, { container: "one" }, { contianer: 1 }, undefined])(
  "what no command ends with is refused: %j",
  (exit) => {
    expect(() => rift.root.sh`true`.exits(exit as number)).toThrow(/^no command ends with the exit code/);
  },
);

test.each([0, 255, "nonzero", "any", { container: 1, vm: 2 }, { vm: 0 }] as const)("exit code %j", (exit) => {
  expect(rift.root.sh`true`.exits(exit).expect.exit).toBe(exit);
});
