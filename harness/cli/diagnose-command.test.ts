import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../setup/repository.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diagnose-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const drill = async (
  args: readonly string[],
  input: string | Buffer = "",
  env: Record<string, string> = {},
) => {
  const done = await execa(process.execPath, [join(repositoryRoot, "bin/drillbook.mjs"), "drill", ...args], {
    reject: false,
    input,
    env,
  });
  // No input of anybody may show where in our code it was met.
  expect(done.stderr).not.toMatch(/^ +at /m);
  return { ...done, said: done.stderr.replaceAll(/\s+/g, " ") };
};

const fileWith = (content: string | Buffer): string => {
  const file = join(folder, "text.txt");
  writeFileSync(file, content);
  return file;
};

const crun = 'Error: default OCI runtime "crun" not found: invalid argument\n';

describe("drill diagnose", () => {
  it("names the causes of a text, how often each was seen, its runbook, and what tells it apart", async () => {
    const { stdout, stderr, exitCode } = await drill(["diagnose"], crun);
    expect(stdout).toMatch(/^ {2}line 1 +Error: default OCI runtime/m);
    expect(stdout).toMatch(/^ {2}1\. The OCI runtime is not installed, .* \(runtime-missing\)$/m);
    expect(stdout).toMatch(/^ +run: command -v crun;/m);
    expect(stdout).toMatch(/^ {2}2\. The account's UID differs .* \(uid-change\)$/m);
    expect(stdout).toMatch(/^ +seen +in \d+ of \d+ drills \(/m);
    expect(stdout).toMatch(/^ +runbook +\S*runbooks\/uid-change\.md$/m);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  it("says the same as one JSON object", async () => {
    const { stdout, exitCode } = await drill(["diagnose", fileWith(`fine\n${crun}`), "--json"]);
    const { errors, unknown, lines } = JSON.parse(stdout);
    expect(lines).toBe(2);
    expect(unknown).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0].causes[0]).toMatchObject({
      cause: "runtime-missing",
      scenario: null,
      certainty: "asked",
      messages: [{ line: 2, times: 1, message: "runtime-not-found", values: { runtime: "crun" } }],
      question: { run: expect.stringContaining("command -v crun") },
      runbook: null,
    });
    expect(errors[0].causes[1]).toMatchObject({
      cause: "uid-change",
      scenario: "uid-change",
      lines: [{ line: 2, times: 1, fit: 1, about: true }],
      runbook: expect.stringMatching(/uid-change\.md$/),
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    ["of another language", "Fehler: Die Adresse wird bereits verwendet\n"],
    ["in another script", "错误：权限被拒绝\nОшибка: отказано в доступе\n"],
    ["without any error", "all is well\n"],
    ["of escape sequences", "\u001b[2J\u001b]0;gone\u0007\u001b[31mthe moon cannot be found\u001b[0m\n"],
  ])("says that a text %s is unknown, and how to go on", async (_, text) => {
    const { stdout, exitCode } = await drill(["diagnose"], text);
    expect(stdout).toContain("Unknown: no cause is known by this text.");
    expect(stdout).toContain("LC_ALL=C");
    expect(stdout).toContain("--start-scenario my-incident");
    expect(stdout).not.toContain("\u001b");
    expect(exitCode).toBe(2);
  });

  it("counts a line as one, however long it is", async () => {
    const { stdout } = await drill(["diagnose", "--json"], `${"x".repeat(1_000_000)}\n${crun}`);
    const { errors, lines } = JSON.parse(stdout);
    expect(lines).toBe(2);
    expect(errors[0].causes[1].lines[0].line).toBe(2);
  });

  it.each([
    ["nothing", ""],
    ["white space", " \n\t\n"],
  ])("asks for a text when there is %s", async (_, text) => {
    const { said, stdout, exitCode } = await drill(["diagnose", "-"], text);
    expect(said).toContain("✗ there is no text in standard input next give what the command printed");
    expect(stdout).toBe("");
    expect(exitCode).toBe(64);
  });

  it("refuses a program", async () => {
    const { said, exitCode } = await drill([
      "diagnose",
      fileWith(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2])),
    ]);
    expect(said).toContain("text.txt is not text");
    expect(exitCode).toBe(64);
  });

  it("reads UTF-16", async () => {
    const { stdout } = await drill(["diagnose", fileWith(Buffer.from(`\ufeff${crun}`, "utf16le"))]);
    expect(stdout).toContain("1. The OCI runtime is not installed");
  });

  it("finds a file in the folder from which npm was called", async () => {
    fileWith(crun);
    const { stdout, exitCode } = await drill(["diagnose", "text.txt"], "", { INIT_CWD: folder });
    expect(stdout).toContain("1. The OCI runtime is not installed");
    expect(exitCode).toBe(0);
  });

  it("says what is wrong with the name of a file", async () => {
    const missing = await drill(["diagnose", join(folder, "none.txt")]);
    expect(missing.said).toMatch(/✗ there is no file \S+none\.txt next name a file/);
    const directory = await drill(["diagnose", folder]);
    expect(directory.said).toContain("is a directory");
    const both = await drill(["diagnose", fileWith(crun), "--journal", "x"]);
    expect(both.said).toContain("a file and --journal are both given");
    expect([missing, directory, both].map(({ exitCode }) => exitCode)).toEqual([64, 64, 64]);
  });

  it("says that there is no index, or which of its files is damaged", async () => {
    const none = await drill(["diagnose", "--runbooks", folder], crun);
    expect(none.said).toContain("there is no index in");
    expect(none.exitCode).toBe(64);
    mkdirSync(join(folder, "symptoms"));
    writeFileSync(join(folder, "symptoms", "a.json"), "{");
    const damaged = await drill(["diagnose", "--runbooks", folder], crun);
    expect(damaged.said).toMatch(/a file of the index is not JSON .*symptoms\/a\.json/);
    expect(damaged.exitCode).toBe(78);
  });
});

describe("the journal of a unit", () => {
  const withJournalctl = (script: string): Record<string, string> => {
    writeFileSync(join(folder, "journalctl"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { PATH: `${folder}:/usr/bin:/bin` };
  };

  it("is diagnosed as any text", async () => {
    const env = withJournalctl(`test "$4" = --unit=mcp-agent.service && echo '${crun.trim()}'`);
    const { stdout, exitCode } = await drill(["diagnose", "--journal", "mcp-agent.service"], "", env);
    expect(stdout).toContain("1. The OCI runtime is not installed");
    expect(exitCode).toBe(0);
  });

  it("that nobody knows is told as that", async () => {
    const { said, exitCode } = await drill(
      ["diagnose", "--journal", "nix"],
      "",
      withJournalctl("echo '-- No entries --'"),
    );
    expect(said).toContain(
      "the journal has nothing of a unit nix since the last boot next systemctl list-units",
    );
    expect(exitCode).toBe(64);
  });

  it("cannot be read where there is no journalctl", async () => {
    const { said, exitCode } = await drill(["diagnose", "--journal", "nix"], "", { PATH: folder });
    expect(said).toContain("journalctl cannot be run here");
    expect(exitCode).toBe(69);
  });
});

describe("a scenario that is begun from a text", () => {
  let scenarios: string;
  // Where a scenario finds what it imports.
  beforeEach(() => {
    scenarios = mkdtempSync(join(repositoryRoot, "reports", "begun-"));
  });
  afterEach(() => rmSync(scenarios, { recursive: true }));

  const text =
    "Nov 21 10:00:00 rift toaster[7]: Error: slot 3 (`left`/right) $(is) stuck: */ unexpected 12\n";

  it("is one that list and plan take, with the text as its fingerprint", async () => {
    const begun = await drill(["diagnose", "--start-scenario", "stuck-slot", "--scenarios", scenarios], text);
    expect(begun.said).toContain("stuck-slot.ts is written");
    expect(begun.exitCode).toBe(0);
    const list = await drill(["list", "--scenarios", scenarios]);
    expect(list.stdout).toMatch(/^ {2}stuck-slot +repair/m);
    expect(list.exitCode).toBe(0);
    const plan = await drill(["plan", "stuck-slot", "--scenarios", scenarios]);
    expect(plan.stdout).toContain("slot \\d+ \\(`left`\\/right\\) \\$\\(is\\) stuck");
    expect(plan.exitCode).toBe(0);
  });

  it("takes no id that is none, or that is taken", async () => {
    const bad = await drill(["diagnose", "--start-scenario", "../x", "--scenarios", scenarios], text);
    expect(bad.said).toContain('"../x" is not a scenario id');
    writeFileSync(join(scenarios, "taken.ts"), "");
    const taken = await drill(["diagnose", "--start-scenario", "taken", "--scenarios", scenarios], text);
    expect(taken.said).toContain("the scenario taken exists already");
    expect([bad.exitCode, taken.exitCode]).toEqual([64, 64]);
  });
});
