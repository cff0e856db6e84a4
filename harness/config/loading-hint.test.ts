import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadingHint } from "./loading-hint.ts";

/** What Node says of this file in a project of CommonJS. */
const saidBy = (content: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "loading-hint-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }');
  writeFileSync(join(folder, "drillbook.config.ts"), content);
  const asked = 'import("./drillbook.config.ts").catch((error) => console.log(error.message))';
  return spawnSync(process.execPath, ["--eval", asked], { cwd: folder, encoding: "utf8" }).stdout;
};

test.each(['import "node:fs";\nexport default {};\n', "export default {};\n"])(
  "a module in a project of CommonJS, as npm init makes it: %j",
  (content) => {
    expect(loadingHint(saidBy(content))).toEqual({
      next: expect.stringContaining("npm pkg set type=module"),
    });
  },
);

test("another error says itself what is wrong", () => {
  expect(loadingHint(saidBy('require("node:fs"); throw new Error("no such rig");\n'))).toEqual({});
});
