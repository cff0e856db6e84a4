import { expect, test } from "vitest";
import { plainText } from "./console-text.ts";

test("what systemd sends to a terminal is read without its colours and cursor movements", () => {
  const printed = "\u001b[0;1;31mFailed\u001b[0m: kmod\r\n\u001b[!p\u001b[?7h\u001b(Bsystemd 257\r\n\r\n";
  expect(plainText(printed)).toBe("Failed: kmod\nsystemd 257");
});
