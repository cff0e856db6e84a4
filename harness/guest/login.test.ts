import { expect, test } from "vitest";
import { parseEnvironment } from "./login.ts";

test("the file of variables for every login is read as pam_env reads it", () => {
  const file = `# a comment\nLANG=C.UTF-8\nexport A="two words"\nB='x'\n\nnot a variable\n=nothing\nEMPTY=\n`;
  expect(parseEnvironment(file)).toEqual({ LANG: "C.UTF-8", A: "two words", B: "x", EMPTY: "" });
});
