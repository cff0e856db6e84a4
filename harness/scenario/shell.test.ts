import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quote, raw, shellText } from "./shell.ts";
import { address, fill } from "./text.ts";

const template = (strings: TemplateStringsArray, ...values: Parameters<typeof shellText>[1]) =>
  fill(shellText(strings, values), () => "192.0.2.10");

test.each(["plain", "", "two words", "it's", "$HOME", "`id`", "a\nb", "*", "{{.ID}}", "~", "-n", "a;b"])(
  "%j comes through the shell as one argument",
  (word) => {
    const printed = execFileSync("/bin/sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" });
    expect(printed).toBe(word);
  },
);

test("interpolated values are quoted, the template itself is not", () => {
  expect(template`find ${"/srv/my data"} -uid ${995} | head`).toBe("find '/srv/my data' -uid 995 | head");
});

test("a list becomes several arguments, raw text stays as it is, an address is filled in", () => {
  const rift = address("rift", "lan");
  expect(template`dig @${rift} ${["a b", "c"]} ${raw("2>&1")}`).toBe("dig @192.0.2.10 'a b' c 2>&1");
});

test("a backslash in the template reaches the shell", () => {
  expect(template`find . -exec true {} \;`).toBe("find . -exec true {} \\;");
});
