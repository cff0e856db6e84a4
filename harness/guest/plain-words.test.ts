import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loginPath } from "./login.ts";
import { plainWords } from "./plain-words.ts";

const words = (script: string) => plainWords(script, loginPath);

test("the name of a system program with plain words needs no shell", () => {
  expect(words("/bin/cat /etc/passwd")).toEqual(["/bin/cat", "/etc/passwd"]);
  expect(words("cat -n --number a=b")).toEqual(["cat", "-n", "--number", "a=b"]);
});

test.each([
  ["syntax", "cat a | cat"],
  ["a quote", "cat 'a'"],
  ["a variable", "cat $HOME"],
  ["a pattern", "cat *"],
  ["a home", "cat ~/a"],
  ["an assignment", "A=b cat"],
  ["two lines", "cat a\ncat b"],
  ["a word of the shell's own", "echo hi"],
  ["a program that is not there", "no-such-program"],
  ["a program elsewhere", "/opt/bin/cat"],
  ["a folder", "/usr/bin/."],
  ["nothing", ""],
])("%s needs one", (_, script) => {
  expect(words(script)).toBeUndefined();
});

test("another PATH needs one", () => {
  expect(plainWords("cat", "/opt/bin")).toBeUndefined();
  expect(plainWords("cat", undefined)).toBeUndefined();
});

test("a program in a folder that only looks like a system's needs one", () => {
  const folder = mkdtempSync("/tmp/drillbook-words-");
  writeFileSync(`${folder}/tool`, "#!/bin/sh\n", { mode: 0o755 });
  expect(words(`${folder}/tool`)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
