import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { knownFile } from "./known-file.ts";

const folder = mkdtempSync(join(tmpdir(), "drillbook-known-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a file is parsed once as long as it stays as it is", () => {
  const path = join(folder, "same");
  writeFileSync(path, "one");
  let parsed = 0;
  const read = knownFile(path, (text) => {
    parsed += 1;
    return text;
  });
  expect([read(), read()]).toEqual(["one", "one"]);
  expect(parsed).toBe(1);
});

test("a file that was replaced by one of the same size is read again", () => {
  const path = join(folder, "replaced");
  writeFileSync(path, "995");
  const read = knownFile(path, (text) => text);
  expect(read()).toBe("995");
  writeFileSync(`${path}+`, "850");
  renameSync(`${path}+`, path);
  expect(read()).toBe("850");
});

test("a file that has become longer is read again", () => {
  const path = join(folder, "longer");
  writeFileSync(path, "one");
  const read = knownFile(path, (text) => text);
  expect(read()).toBe("one");
  writeFileSync(path, "two", { flag: "a" });
  expect(read()).toBe("onetwo");
});

test("a file that has gone is not remembered", () => {
  const path = join(folder, "gone");
  writeFileSync(path, "one");
  const read = knownFile(path, (text) => text);
  expect(read()).toBe("one");
  rmSync(path);
  expect(read).toThrow("ENOENT");
});
