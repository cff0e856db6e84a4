import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadDefinitions } from "./load.ts";

const definition = (name: string, listening: string): string => `
name = "${name}"
node = "rift"
data_dir = "/srv/${name}"
[[components]]
name = "${name}"
image = "registry.example/${name}:v1"
stage = 2
stage_reason = "It needs names."
${listening}
restart = "unless-stopped"
health = "https://127.0.0.1:8443/v1/health"
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
      "b uses lan:8443:8443/tcp, which a has as 8443/tcp on the host; give one of them another port",
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
    expect(() => loadDefinitions(path)).toThrow("two components are called a; rename one of them");
  });
});
