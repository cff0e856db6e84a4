import { existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { addressesIn, fill, type ResolveAddress } from "drillbook";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { besideThis } from "./paths.ts";
import { CA_FILE } from "./programs/testing/ask-https.ts";
import { ProgramProcess } from "./programs/testing/program-process.ts";
import { makeDirectory } from "./programs/testing/run-service.ts";
import {
  identityProgram,
  oldPrograms,
  type Program,
  platformPrograms,
  programs,
  publicPrograms,
} from "./programs.ts";
import { definitions } from "./services.ts";

const whole = platformPrograms({ needs: true });
const all: readonly Program[] = [
  ...Object.values(whole),
  ...Object.values(publicPrograms),
  ...Object.values(oldPrograms),
  identityProgram,
];

/** No machine of the platform is there: what is asked must be loopback. */
const loopback: ResolveAddress = () => "127.0.0.1";

type Arguments = (config: string, directory: string) => readonly string[];

const server: Arguments = (config) => ["server", "--config", config];

const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  "metacrypt-web": (config) => ["--config", config],
  kls: (config) => ["-f", config],
  sgardd: (_, directory) => [
    ...["--repo", directory, "--authorized-keys", join(directory, "authorized_keys")],
    ...["--tls-cert", CA_FILE, "--tls-key", CA_FILE.replace(".pem", ".key"), "--listen", "127.0.0.1:0"],
  ],
};

/** The program with its own text, but free ports of loopback, a folder and a certificate of the test. */
const adapted = (text: string, { dataDir }: Program, directory: string): string =>
  text
    .replaceAll(/"(0\.0\.0\.0|127\.0\.0\.1):\d+"/g, '"127.0.0.1:0"')
    .replaceAll(/"[^"]*\/certs\/[^"]*\.pem"/g, `"${CA_FILE}"`)
    .replaceAll(/"[^"]*\/certs\/[^"]*\.key"/g, `"${CA_FILE.replace(".pem", ".key")}"`)
    .replaceAll(dataDir, directory);

const oneEach = [...new Map(all.map((program) => [program.bundleOf, program] as const)).entries()];

describe("the programs of the twin", () => {
  let directory: string;
  beforeEach(() => {
    directory = makeDirectory();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it.each(all.map((program) => [program.name, program] as const))(
    "%s runs with its own text",
    async (_, program) => {
      for (const { path, text } of program.files)
        writeFileSync(join(directory, basename(path)), adapted(fill(text, loopback), program, directory));
      const config = join(directory, "config");
      writeFileSync(config, adapted(fill(program.config, loopback), program, directory));
      const args = (ARGUMENTS[program.name] ?? server)(config, directory);
      await using service = await ProgramProcess.start(program.bundleOf, directory, args);
      await Promise.race(["http", "https", "grpcs"].map((protocol) => service.port(protocol)));
      expect(await service.signal("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it.each(oneEach)("%s ends with 1 and one line when its file is missing", async (bundleOf, { name }) => {
    const args = (ARGUMENTS[name] ?? server)(join(directory, "none"), directory);
    await using service = await ProgramProcess.start(bundleOf, directory, args);
    expect(await service.ended).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^read (configuration|authorized keys): ENOENT: [^\n]*\n$/),
    });
  });

  it("are one for each image of the definitions", () => {
    const images = definitions().flatMap(({ components }) =>
      components.map(({ image }) => /\/([^/:]+):[^:]*$/.exec(image)?.[1]),
    );
    for (const image of images) expect(Object.keys(whole), image).toContain(image);
    for (const { bundleOf } of all) expect(existsSync(besideThis(`../../${bundleOf}`)), bundleOf).toBe(true);
  });

  it("keep their files where the definitions mount them", () => {
    for (const { dataDir, files } of all)
      for (const { path } of files) expect(path.startsWith(`${dataDir}/`)).toBe(true);
    expect(whole["sgardd"]?.files.map(({ path }) => path)).toEqual([
      "/srv/sgard/authorized_keys",
      "/srv/sgard/needs.toml",
    ]);
  });

  it("need each other on the whole platform alone", () => {
    const hasNeeds = ({ files }: Program) =>
      files.some(({ text }) => JSON.stringify(text).includes("needs]"));
    expect(Object.values(programs).filter(hasNeeds)).toEqual([]);
    expect(
      Object.values(whole)
        .filter((program) => !hasNeeds(program))
        .map(({ name }) => name),
    ).toEqual(["mcns"]);
    expect(fill(programs["mcns"]?.config ?? [], loopback)).toContain("forwarders = []");
    expect(addressesIn(whole["mcns"]?.config ?? [])).toContainEqual({
      kind: "address",
      machine: "svc",
      network: "internet",
    });
  });

  it("share one text where they share a file", () => {
    expect(whole["mcr-web"]?.files).toEqual(whole["mcr"]?.files);
    expect(whole["metacrypt-web"]?.files).toEqual(whole["metacrypt"]?.files);
  });

  it("have every routed name on the proxy's certificate", () => {
    for (const { config, certificateNames } of [whole["mc-proxy"], publicPrograms.edge].filter(
      (p) => p !== undefined,
    )) {
      const routed = fill(config, loopback).matchAll(/^name = "(.*)"$/gm);
      expect(new Set([...routed].map(([, name]) => name))).toEqual(new Set(certificateNames));
    }
  });
});
