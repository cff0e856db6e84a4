import { expect, test } from "vitest";
import { literalOf, plainPartsOf } from "./literal.ts";
import { match } from "./match.ts";

test.each([
  [/uid=850\(mcp\) gid=850\(mcp\)/, "uid=850(mcp) gid=850(mcp)"],
  [/default OCI runtime .* not found/, "default OCI runtime … not found"],
  [/mkdir \/run\/user\/\d+: permission denied/, "mkdir /run/user/<n>: permission denied"],
  [/^status: NOERROR, ANSWER: 0, AUTHORITY: [1-9]/, "status: NOERROR, ANSWER: 0, AUTHORITY: <n>"],
  [/owned by \b(\d+) pw_gid:\1 /, "/owned by \\b(\\d+) pw_gid:\\1 /"],
  [/one|other/i, "/one|other/i"],
])("a reader sees %s as a line that it finds", (pattern, text) => {
  expect(literalOf(match(pattern))).toBe(text);
});

test("the texts of a pattern, one after the other", () => {
  expect(plainPartsOf("^rift [\\s\\S]*^svc ")).toEqual([
    { text: "rift ", begins: true },
    { text: "svc ", begins: true },
  ]);
  expect(plainPartsOf("a\\.b.*c")).toEqual([
    { text: "a.b", begins: false },
    { text: "c", begins: false },
  ]);
  expect(plainPartsOf("a.b")).toBeUndefined();
  expect(plainPartsOf(".*a")).toBeUndefined();
});
