import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { makeMemoryFolder } from "./memory-folder.ts";

const source = new URL("memory-folder.ts", import.meta.url).href;

test("a folder is gone when it is disposed", () => {
  const folder = makeMemoryFolder();
  expect(existsSync(folder.path)).toBe(true);
  folder[Symbol.dispose]();
  expect(existsSync(folder.path)).toBe(false);
});

test("a folder is gone with its process", () => {
  const program = `import { makeMemoryFolder } from "${source}"; console.log(makeMemoryFolder().path); process.exit(0);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/drillbook-\w{6}\n$/);
  expect(existsSync(stdout.trim())).toBe(false);
});
