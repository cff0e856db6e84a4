import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadDefinitions } from "./load.ts";

const definition = (name: string, listening: string, more = "", stage = 2): string => `
name = "${name}"
node = "rift"
data_dir = "/srv/${name}"
[[components]]
name = "${name}"
image = "registry.example/${name}:v1"
stage = ${stage}
stage_reason = "It needs names."
${listening}
restart = "unless-stopped"
health = "https://rift.example:8443/v1/health"
${more}
`;

describe("loadDefinitions", () => {
  const made: string[] = [];
  const folder = (files: Readonly<Record<string, string>>): string => {
    const path = mkdtempSync(join(tmpdir(), "definitions-"));
    made.push(path);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    return path;
  };
  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true });
  });

  const bridged = (port: string) => `network = "bridge"\nports = ["${port}"]`;

  it("reads the TOML files of a folder by name, and no others", () => {
    const path = folder({
      "b.toml": definition("b", bridged("loopback:2:8443")),
      "a.toml": definition("a", bridged("loopback:1:8443")),
      "README.md": "not a definition",
    });
    expect(loadDefinitions(path).map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("refuses a port that two services of one machine want, whatever the address", () => {
    const path = folder({
      "a.toml": definition("a", 'network = "host"\nlistens = [8443]'),
      "b.toml": definition("b", bridged("lan:8443:8443")),
    });
    expect(() => loadDefinitions(path)).toThrow(
      /^definitions-\w+\/b\.toml:11: b uses lan:8443:8443\/tcp, which a has as 8443\/tcp on the host \(definitions-\w+\/a\.toml:11\); give one of them another port$/,
    );
  });

  it("lets two addresses have the same port", () => {
    const path = folder({
      "a.toml": definition("a", bridged("tailnet:8443:8443")),
      "b.toml": definition("b", bridged("lan:8443:8443")),
    });
    expect(loadDefinitions(path)).toHaveLength(2);
  });

  it("refuses two components of one name", () => {
    const path = folder({
      "a.toml": definition("a", bridged("loopback:1:8443")),
      "b.toml": definition("a", bridged("loopback:2:8443")),
    });
    expect(() => loadDefinitions(path, "mine")).toThrow(
      "mine/b.toml:6: two components are called a, the other one at mine/a.toml:6; rename one of them",
    );
  });

  it("refuses a folder without definitions", () => {
    expect(() => loadDefinitions(folder({ "README.md": "" }), "mine")).toThrow(
      "mine: has no service definition; write one .toml file a service",
    );
  });

  const needing = (name: string, port: number, needs: string, stage = 2): Record<string, string> => ({
    [`${name}.toml`]: definition(name, bridged(`loopback:${port}:8443`), `needs = ${needs}`, stage),
  });

  it("lets a component need others of its stage and of earlier ones", () => {
    const path = folder({
      ...needing("a", 1, "[]", 1),
      ...needing("b", 2, '["a", "c"]'),
      ...needing("c", 3, '["a"]'),
    });
    expect(loadDefinitions(path)).toHaveLength(3);
  });

  it("refuses a need that nobody is", () => {
    const path = folder({ ...needing("a", 1, '[\n  "b",\n  "c",\n]'), ...needing("b", 2, "[]") });
    expect(() => loadDefinitions(path, "mine")).toThrow(
      'mine/a.toml:16: a needs "c", which no definition has; write one of b',
    );
  });

  it("refuses a need of a later stage", () => {
    const path = folder({ ...needing("a", 1, '["b"]', 1), ...needing("b", 2, "[]", 4) });
    expect(() => loadDefinitions(path, "mine")).toThrow(
      "mine/a.toml:14: a of stage 1 needs b, which starts in stage 4; remove that need, or move one of the two to another stage",
    );
  });

  it("refuses needs in a circle, and shows it", () => {
    const path = folder({
      ...needing("a", 1, '["b"]'),
      ...needing("b", 2, '["d", "c"]'),
      ...needing("c", 3, '["b"]'),
      ...needing("d", 4, "[]"),
    });
    expect(() => loadDefinitions(path, "mine")).toThrow(
      "mine/b.toml:14: needs go in a circle, and nothing on it can start: b → c → b; remove one of these needs",
    );
    const itself = folder(needing("a", 1, '["a"]'));
    expect(() => loadDefinitions(itself, "mine")).toThrow(
      "mine/a.toml:14: needs go in a circle, and nothing on it can start: a → a",
    );
  });
});
