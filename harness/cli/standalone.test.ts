import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../setup/repository.ts";
import { standaloneCode } from "../../setup/tasks/build-diagnose.ts";
import { readIndex } from "../diagnosis/read-index.ts";
import { standaloneFile, updateStandalone, withIndex } from "./standalone-file.ts";

const runbooks = join(repositoryRoot, "runbooks");
const committed = standaloneFile(runbooks);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "standalone-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What Node 18 does not have. */
const asNode18 = `data:text/javascript,${encodeURIComponent(
  `for (const name of ["toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
   for (const name of ["union", "intersection", "difference"]) delete Set.prototype[name];
   for (const name of ["isWellFormed", "toWellFormed"]) delete String.prototype[name];
   delete Array.fromAsync; delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers;`,
)}`;

const diagnose = (args: readonly string[], input = "", file = committed, cwd = folder) =>
  execa(process.execPath, ["--import", asNode18, file, ...args], {
    reject: false,
    input,
    cwd,
    // Neither npm nor anything else.
    env: { PATH: "/nowhere" },
    extendEnv: false,
  });

const crun = 'Error: default OCI runtime "crun" not found: invalid argument\n';

describe("runbooks/diagnose.mjs", () => {
  it("is made of the sources and the index as they are", async () => {
    const isCurrent = readFileSync(committed, "utf8") === (await standaloneCode());
    expect(isCurrent, "it is not: npm run build:diagnose").toBe(true);
  });

  it("says the same as drill diagnose", async () => {
    const alone = await diagnose([], crun, committed, repositoryRoot);
    const command = [join(repositoryRoot, "bin/drillbook.mjs"), "drill", "diagnose", "-"];
    const drill = await execa(process.execPath, command, { reject: false, input: crun, cwd: repositoryRoot });
    expect(alone.stderr).toBe("");
    expect(alone.stdout).toContain(" 1. The OCI runtime is not installed");
    expect(alone.stdout).toBe(drill.stdout);
    expect(alone.exitCode).toBe(0);
  });

  it("prints JSON, names a runbook that does not lie there, and does not offer a scenario", async () => {
    const file = join(folder, "diagnose.mjs");
    cpSync(committed, file);
    const { errors } = JSON.parse((await diagnose(["--json"], crun, file)).stdout);
    const [uidChange] = errors[0].causes.filter(({ cause }: { cause: string }) => cause === "uid-change");
    expect(uidChange.runbook).toBe("runbooks/uid-change.md");
    const unknown = await diagnose([], "the moon cannot be found\n", file);
    expect(unknown.stdout).toContain("Unknown: no cause is known by this text.");
    expect(unknown.stdout).not.toMatch(/scenario|npm/);
    expect(unknown.exitCode).toBe(2);
  });

  it.each([
    [["--lamp"], /the arguments are not known/, /diagnose\.mjs --help/],
    [["a", "b"], /more than one file is named/, /give one text at a time/],
    [["nothing.txt"], /there is no file nothing\.txt/, /name a file with the error text/],
    [[], /there is no text in standard input/, /podman ps 2>&1 \| node \S*diagnose\.mjs/],
  ])("says what is wrong with %j", async (args, problem, next) => {
    const { stderr, exitCode } = await diagnose(args);
    expect(stderr).toMatch(problem);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(next);
    expect(exitCode).toBe(64);
  });

  it("has a help of its own", async () => {
    const { stdout, exitCode } = await diagnose(["--help"]);
    expect(stdout).toMatch(/^Usage: node \S*diagnose\.mjs \[options\] \[file\]$/m);
    expect(exitCode).toBe(0);
  });
});

describe("the index of the file", () => {
  const symptoms = (): string => join(folder, "symptoms");

  it("follows what drills add", () => {
    mkdirSync(symptoms());
    const [entry] = readIndex(runbooks);
    const changed = { ...entry, cause: "The lamp’s fuse\n$& blew." };
    writeFileSync(standaloneFile(folder), withIndex("the program;", []));
    writeFileSync(join(symptoms(), "lamp.json"), JSON.stringify(changed));
    updateStandalone(folder, readIndex(folder));
    expect(readFileSync(standaloneFile(folder), "utf8")).toBe(withIndex("the program;", readIndex(folder)));
    updateStandalone(folder, readIndex(folder));
    expect(readFileSync(standaloneFile(folder), "utf8")).toBe(withIndex("the program;", readIndex(folder)));
  });

  it("is nowhere where there is no file", () => {
    expect(() => updateStandalone(folder, [])).not.toThrow();
  });
});
