import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "#harness/cli/main.ts";

const definition = `name = "web"
node = "rift"
data_dir = "/srv/web"

[[components]]
name = "web-api"
image = "registry.example/web:v1"
stage = 1
stage_reason = "It stands alone."
network = "bridge"
restart = "always"
ports = ["lan:8443:8443", "loopback:8443:8443"]
args = ["it's"]
health = "https://127.0.0.1:8443/v1/health"
`;

let folder: string;
let out: string;
let err: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "services-"));
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const services = (...args: string[]): Promise<number> => main(["services", ...args]);
const withFiles = (files: Readonly<Record<string, string>>): string[] => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return ["--definitions", folder];
};
/** What was printed, without the line breaks that fit it to a terminal. */
const said = (): string => err.replaceAll(/\s+/g, " ");

describe("drill services", () => {
  it("prints every service as a command, in stages, with the real addresses", async () => {
    expect(await services()).toBe(0);
    expect(out.match(/^# stage \d/gm)).toEqual(["# stage 1", "# stage 2", "# stage 3", "# stage 4"]);
    expect(out.match(/^podman run /gm)).toHaveLength(12);
    expect(out.split("\n").every((line) => line === "" || /^(#|podman run) ?/.test(line))).toBe(true);
    expect(out).toContain("-p 192.168.88.181:53:53/udp");
    expect(err).toBe("");
  });

  it("prints the containers of a service, or one of them", async () => {
    await services("mcr");
    expect(out.match(/--name \S+/g)).toEqual(["--name mcr-api", "--name mcr-web"]);
    out = "";
    await services("mcq", "mcr-web");
    expect(out.match(/--name \S+/g)).toEqual(["--name mcr-web", "--name mcq"]);
    expect(out).toContain("# stage 4: mcq; begin when stage 2 is healthy");
  });

  it("prints a unit that waits for the whole platform, even alone", async () => {
    await services("--as", "quadlet", "mcp-master");
    expect(out).toMatch(/^# ~\/\.config\/containers\/systemd\/mcp-master\.container\n\[Unit\]\n/);
    expect(out).toMatch(/^Requires=mcns\.service .*metacrypt-web\.service$/m);
  });

  it("writes units into a folder", async () => {
    const into = join(folder, "units");
    expect(await services("--as", "quadlet", "--into", into, "mcr")).toBe(0);
    expect(readdirSync(into)).toEqual(["mcr-api.container", "mcr-web.container"]);
    expect(readFileSync(join(into, "mcr-web.container"), "utf8")).toMatch(/^\[Unit\]\n/);
    expect(out).toBe(`${into}/mcr-api.container\n${into}/mcr-web.container\n`);
  });

  it("prints a table", async () => {
    await services("--as", "table", "mcns");
    expect(out.split("\n")).toHaveLength(4);
    expect(out).toContain("| 192.168.88.181:53→53 tcp+udp, ");
  });

  it("reads definitions and addresses of one's own", async () => {
    const own = withFiles({ "web.toml": definition, addresses: '[rift]\nlan = "10.0.0.1"\n' });
    expect(await services(...own, "--inventory", join(folder, "addresses"))).toBe(0);
    expect(out).toContain(
      "podman run -d --name web-api --restart always -p 10.0.0.1:8443:8443 -p 127.0.0.1:8443:8443 registry.example/web:v1 'it'\\''s'\n",
    );
  });
});

describe("drill services, asked for what it does not have", () => {
  it.each([
    [["mcrweb"], 'no service or container "mcrweb" got did you mean mcr-web? next write one of kls, '],
    [["zzzzzzzz"], 'no service or container "zzzzzzzz" next write one of kls, '],
    [["--as", "yaml"], "Allowed choices are podman, quadlet, table."],
    [["--into", "x"], "--into writes unit files, and --as podman has none"],
    [["--definitions", "/nowhere"], "there is no folder of definitions at /nowhere"],
    [["--inventory", "/nowhere"], "there is no inventory at /nowhere"],
    [["--as", "quadlet", "--into", "/etc/hostname/units"], "no unit can be written into /etc/hostname/units"],
    [["--definitons", "x"], "unknown option '--definitons' (Did you mean --definitions?)"],
  ])("ends with 64 for %j", async (args, expected) => {
    expect(await services(...args)).toBe(64);
    expect(said()).toContain(expected);
    expect(out).toBe("");
  });

  const other = (name: string, more = ""): string =>
    `${definition.replace("web-api", name).replaceAll(":8443:8443", ":9443:8443").replace(":8443/v1", ":9443/v1")}${more}`;

  it.each([
    [
      "an unknown key",
      { "web.toml": `${definition}helth = "x"\n` },
      "/web.toml:15: components 1 (web-api): helth is not a known key; remove it, or write one of",
    ],
    [
      "a port used twice",
      { "a.toml": definition, "b.toml": definition.replace("web-api", "b") },
      "/b.toml:12: b uses lan:8443:8443/tcp, which web-api has as lan:8443:8443/tcp",
    ],
    [
      "a missing stage",
      { "web.toml": definition.replace("stage = 1\n", "") },
      "/web.toml:5: components 1 (web-api): stage is missing; add stage = 1",
    ],
    [
      "a circle",
      { "a.toml": `${definition}needs = ["b"]\n`, "b.toml": other("b", 'needs = ["web-api"]\n') },
      "/a.toml:15: needs go in a circle, and nothing on it can start: web-api → b → web-api; remove one of these needs",
    ],
    ["no TOML", { "web.toml": "name = \n" }, "/web.toml:1:8: is not TOML: Invalid TOML document: "],
    ["an empty folder", {}, ": has no service definition; write one .toml file a service"],
    [
      "an address that nobody knows",
      { "web.toml": definition.replace('"rift"', '"orion"') },
      'inventory.toml has no address of orion on lan next add lan = "…" under [orion]',
    ],
    [
      "an argument that a unit cannot hold",
      { "web.toml": definition.replace("it's", "") },
      'web-api cannot be a Quadlet unit: it has the argument ""',
    ],
  ])("ends with 78 for %s, and prints nothing that would run", async (_, files, expected) => {
    expect(await services(...withFiles(files), "--as", "quadlet")).toBe(78);
    expect(said().replaceAll(folder, "")).toContain(expected);
    expect(out).toBe("");
  });

  it("ends with 78 for an inventory that is none", async () => {
    const own = withFiles({ "web.toml": definition, addresses: "rift = 1\n" });
    expect(await services(...own, "--inventory", join(folder, "addresses"))).toBe(78);
    expect(said()).toMatch(/addresses is not an inventory got .+ next write under \[rift\] a line/);
  });
});
