import { describe, expect, it } from "vitest";
import { tomlLines } from "./toml-lines.ts";

const toml = `# a comment with name = "x"
name = "mcns"
text = """
name = "not a key"
[not.a.table]
"""
"quoted key" = 'a # b'

[[components]]
name = "one"
ports = [
  "lan:53:53/tcp", # [ not a bracket
  "lan:53:53/udp",
]
user = "0:0"
  [[components.mounts]]
  to = "/a"
  [[components.mounts]]
  to = "/b"

[[ components ]]
name = "two"
inline = { deep = 1 }
[needs.of."a.b"]
url = "x"
`;

describe("tomlLines", () => {
  const lineOf = tomlLines(toml);

  it.each([
    [["name"], 2],
    [["text"], 3],
    [["quoted key"], 7],
    [["components", 0], 9],
    [["components", 0, "name"], 10],
    [["components", 0, "ports"], 11],
    [["components", 0, "user"], 15],
    [["components", 0, "mounts", 1, "to"], 19],
    [["components", 1], 21],
    [["components", 1, "name"], 22],
    [["needs", "of", "a.b", "url"], 25],
  ])("finds %j", (path, line) => {
    expect(lineOf(path)).toBe(line);
  });

  it("finds the part of a value", () => {
    expect(lineOf(["components", 0, "ports"], "lan:53:53/udp")).toBe(13);
    expect(lineOf(["components", 0, "ports"], "tailnet")).toBe(11);
  });

  it("names what holds a key that is not there", () => {
    expect(lineOf(["components", 1, "stage"])).toBe(21);
    expect(lineOf(["components", 1, "inline", "deep"])).toBe(23);
    expect(lineOf(["node"])).toBeUndefined();
  });

  it("reads line ends of Windows, and a last line without any", () => {
    expect(tomlLines('a = 1\r\n[t]\r\nb = "c"')(["t", "b"])).toBe(3);
  });
});
