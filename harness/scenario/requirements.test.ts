import { expect, test } from "vitest";
import { house, isOn, lampScenario, mend } from "../drill/testing/lamp.ts";
import { check, drillOnly } from "./check.ts";
import { commandLine } from "./command-line.ts";
import { requirementsOf } from "./requirements.ts";
import { raw } from "./shell.ts";
import { step } from "./step.ts";

test("the checks before the first step need tools, too", () => {
  const looks = (tool: string) => check(tool, house.root.sh`${raw(tool)} --version`);
  const [tools] = requirementsOf(
    { symptoms: [looks("sqlite3")], preconditions: [looks("dig")], checklist: [looks("curl")] },
    { steps: [mend], requires: [looks("jq")] },
  );
  expect(tools && commandLine(tools.probe, () => "")).toContain("for tool in curl dig jq sqlite3;");
});

const needs = (script: string, last = isOn) =>
  requirementsOf(
    { symptoms: [], preconditions: [], checklist: [] },
    { steps: [step("Do it", { why: "It is dark.", run: house.root.sh`${raw(script)}`, verify: last })] },
  );

test.each([
  ["sqlite3 /srv/x.db 'select 1' | jq .", ["jq", "sqlite3"]],
  ["for one in 1 2; do dig $one; done && podman ps", ["dig", "podman"]],
  ['echo "$(openssl version)"', ["openssl"]],
  ["grep curl /etc/hosts; echo git", []],
])("the tools are the words where a command stands: %s", (script, tools) => {
  const lines = needs(script).map(({ probe }) => commandLine(probe, () => ""));
  for (const tool of tools) expect(lines.join()).toContain(tool);
  expect(lines).toHaveLength(tools.length === 0 ? 0 : 1);
});

test("what a procedure names comes after the tools, and what only a drill looks at needs none", () => {
  const copy = check("the copy is whole", house.root.sh`test -s /srv/copy`);
  expect(requirementsOf(lampScenario(), { steps: [mend], requires: [copy] })).toEqual([copy]);
  const hidden = drillOnly(check("hidden", house.root.sh`sqlite3 /srv/x.db`));
  expect(needs("true", hidden)).toEqual([]);
});
