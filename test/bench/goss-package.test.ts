import { expect, it } from "vitest";
import { debianMirror } from "./goss-package.ts";

it("reads the mirror from a list of one line a source", () => {
  const text =
    "# deb http://old.example/debian\ndeb [arch=amd64] http://mirror.example/debian bookworm main\n";
  expect(debianMirror([text])).toBe("http://mirror.example/debian");
});

it("reads the mirror from a list of fields", () => {
  const text =
    "Types: deb\n# URIs: http://old.example/debian\nURIs: https://mirror.example/debian/\nSuites: x\n";
  expect(debianMirror([text])).toBe("https://mirror.example/debian/");
});

it("passes over the security archive and other people's", () => {
  const others = "deb https://apt.example/node nodistro main\nURIs: http://mirror.example/debian-security\n";
  expect(debianMirror([others])).toBeUndefined();
  expect(debianMirror([others, "URIs: http://mirror.example/debian"])).toBe("http://mirror.example/debian");
});
