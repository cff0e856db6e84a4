import { expect, it } from "vitest";
import { systemdWord } from "./systemd-word.ts";

// What systemd 257 and Quadlet 5.4 make of each was tried by hand: the word itself.
it.each([
  ["--config", "--config"],
  ["/srv/a.toml", "/srv/a.toml"],
  ["two words", "'two words'"],
  ['say "yes"', `'say "yes"'`],
  ["it's", `"it's"`],
  [`it's "so"`, `"it's \\"so\\""`],
  ["back\\slash", '"back\\\\slash"'],
  ["a\nb\tc\u0001", '"a\\nb\\tc\\x01"'],
  ["$HOME", "'$$HOME'"],
  ["100%", "'100%%'"],
  ["", "''"],
  [";", "';'"],
])("writes %j as %s", (word, expected) => {
  expect(systemdWord(word)).toBe(expected);
});
