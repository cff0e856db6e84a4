import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("bin.ts", import.meta.url));

const npxDrillbook = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
};

test("without a command it shows what there is", () => {
  const shown = npxDrillbook();
  expect(shown).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^Usage: npx drillbook init/),
    stderr: "",
  });
  expect(npxDrillbook("--help")).toEqual(shown);
});

test("a wrong command is told, with what was probably meant", () => {
  const told = (word: string, next: string) => ({
    status: 64,
    stdout: "",
    stderr:
      `✗ npx drillbook has no command "${word}"\n` +
      `    expected  drill, gameday, init\n` +
      `    next      npx drillbook ${next}, or npx drillbook --help\n`,
  });
  expect(npxDrillbook("drll")).toEqual(told("drll", "drill"));
  expect(npxDrillbook("list")).toEqual(told("list", "drill list"));
});
