import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Finished, run } from "./support/command.ts";

/** No machine, no report: one message, without a stack trace. */
const isRefused = ({ code, stdout, stderr, command }: Finished, says: string): void => {
  // Long lines are folded to the width of the terminal.
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
  expect(stderr.match(/^✗/gm)).toHaveLength(1);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe("");
  expect(code).toBe(78);
  expect(command.journal.exists).toBe(false);
};

const place = (id: string): string => `test/fixtures/scenarios/${id}/${id}.ts`;

const wrong = [
  {
    id: "no-checks",
    says: "✗ the scenario no-checks is not valid test/fixtures/scenarios/no-checks/no-checks.ts got - steady: is empty; a drill that asserts nothing proves nothing - symptoms: is empty; a drill that asserts nothing proves nothing - checklist: is empty; a drill that asserts nothing proves nothing - procedure write-again › step 1 (Hope): verifies nothing, so a failure would not be detected next correct the file; docs/writing-a-scenario.md explains each part",
  },
  {
    id: "no-why",
    says: `${place("no-why")} got - procedure write-again › step 1 (Write the file): has no why`,
  },
  {
    id: "other-id",
    says: `✗ the id "another-id" is not the name of its file ${place("other-id")} expected id: "other-id" got id: "another-id" next rename one of the two`,
  },
  {
    id: "unknown-user",
    says: `${place("unknown-user")} got - procedure write-again › step 1 › action 1: machine rift has no user "mcp" (it has root)`,
  },
  {
    id: "unknown-machine",
    says: `${place("unknown-machine")} got - checklist › check 2: there is no machine "elsewhere" in the rig (it has rift)`,
  },
  {
    id: "no-export",
    says: `✗ no-export.ts exports no scenario ${place("no-export")} next export default scenario({ … })`,
  },
  { id: "throws", says: `✗ throws.ts does not load ${place("throws")}:4 got there are no words` },
  { id: "bad-time", says: `✗ "30" is not a time ${place("bad-time")}:7 next write a number with its unit` },
] as const;

describe("a scenario that is wrong", () => {
  test.each(wrong)("$id", async ({ id, says }) => {
    isRefused(await run([id], { fixture: id }), says);
  });

  test("is not planned either", async () => {
    isRefused(await run(["plan", "no-why"], { fixture: "no-why" }), "has no why");
  });
});

describe("a scenario that does not load", () => {
  // Written here, because the compiler and the formatter refuse such files.
  const folder = mkdtempSync(join(tmpdir(), "drillbook-it-broken-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["unfinished", 'export default {\n  id: "unfinished",\n  title: "A brace is missing",\n', ":3 got "],
    [
      "enumerated",
      "\n\nenum Colour { Red }\nexport default Colour;\n",
      ":3 got TypeScript enum is not supported",
    ],
    [
      "imported",
      'import { nothing } from "./nowhere.ts";\nexport default nothing;\n',
      " got Cannot find module",
    ],
  ])("%s", async (id, content, says) => {
    const file = join(folder, `${id}.ts`);
    writeFileSync(file, content);
    isRefused(await run([id, "--scenarios", folder]), `✗ ${id}.ts does not load ${file}${says}`);
  });
});

describe("a scenario whose code does something to the process", () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-it-process-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["ends-it", "process.exit(0);\n", "✗ code of a scenario ended the command"],
    ["waits", "await new Promise(() => {});\n", "✗ code of a scenario ended the command"],
    [
      "fails-later",
      'setTimeout(() => { throw new Error("too late"); }, 1);\nawait new Promise((end) => setTimeout(end, 50));\n',
      "✗ code that a scenario started and did not await has failed got too late",
    ],
    [
      "rejects-later",
      'Promise.reject(new Error("too late"));\nawait new Promise((end) => setTimeout(end, 50));\n',
      "✗ code that a scenario started and did not await has failed got too late",
    ],
  ])("%s: no success", async (id, content, says) => {
    writeFileSync(join(folder, `${id}.ts`), `${content}export default {};\n`);
    for (const words of [[id], ["plan", id]]) {
      const { code, stderr, stdout } = await run([...words, "--scenarios", folder]);
      expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
      expect(stderr).not.toMatch(/^ +at /m);
      expect([code, stdout]).toEqual([78, ""]);
    }
  });
});
