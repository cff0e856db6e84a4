// Puts one mistake after another into a copy of the tree, and sees whether the tests that must find it do.
// node_modules/.bin/node maintenance/mutants.mjs [NAME…], or --part unit for those that need no machine
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { mutants } from "./mutants/index.ts";
import { staleness } from "./mutants/staleness.ts";

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({ options: { part: { type: "string" } }, allowPositionals: true });
const all = mutants.map((one) => ({ part: "unit", ...one }));
const unknown = positionals.filter((name) => !all.some((one) => one.name === name));
const chosen = all.filter(
  ({ name, part }) =>
    (positionals.length === 0 || positionals.includes(name)) && (values.part ?? part) === part,
);

/** What the repository holds, changes that are not committed included. */
const copyTree = (to) => {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  for (const file of listed.stdout.split("\0").filter(Boolean)) {
    // A file that was removed is listed until that is committed.
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file));
  }
  // Each package is a link of its own: what a test does to the folder is done to the copy.
  const modules = readdirSync(join(root, "node_modules")).filter((name) => !/^\.(cache|vite)/.test(name));
  mkdirSync(join(to, "node_modules"));
  for (const name of modules) {
    const from = join(root, "node_modules", name);
    // A workspace is a relative link: in the copy it leads to the copy's own folder.
    const target = lstatSync(from).isSymbolicLink() ? readlinkSync(from) : from;
    symlinkSync(target, join(to, "node_modules", name));
  }
};

/** A mutant that never comes to an end is found by nobody. */
const limitMs = 10 * 60_000;
let running;

/** vitest and its workers are a group: a worker that is in an endless loop hears of no other end. */
const endTests = () => {
  if (running?.exitCode === null && running.signalCode === null) process.kill(-running.pid, "SIGKILL");
};

/** The names of the tests that failed, and the files whose tests could not begin. */
const runTests = async (folder, part, tests) => {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const reporting = ["--reporter=json", `--outputFile=${report}`];
  const bin = join(folder, "node_modules/.bin");
  running = spawn(join(bin, "vitest"), ["run", "--project", part, ...reporting, ...tests], {
    cwd: folder,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    stdio: "ignore",
    detached: true,
  });
  const timer = setTimeout(endTests, limitMs);
  const [, signal] = await once(running, "exit");
  clearTimeout(timer);
  if (signal !== null) return { failed: [], unloaded: [], passed: 0, endedBy: signal };
  if (!existsSync(report)) return { failed: [], unloaded: ["vitest wrote no report"], passed: 0 };
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );
  const unloaded = testResults
    .filter(({ status }) => status === "failed")
    .filter(({ assertionResults }) => !assertionResults.some((one) => one.status === "failed"))
    .map(({ name, message }) => `${name}: ${message}`);
  const passed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "passed"),
  ).length;
  return { failed, unloaded, passed };
};

const judge = async (folder, { file, before, after, part, tests }) => {
  const text = readFileSync(join(folder, file), "utf8");
  writeFileSync(join(folder, file), text.split(before).join(after));
  try {
    const { failed, unloaded, endedBy } = await runTests(folder, part, tests);
    if (endedBy !== undefined) return { word: "no end", detail: `the tests were ended by ${endedBy}` };
    if (unloaded.length > 0) return { word: "broken", detail: stripVTControlCharacters(unloaded.join("; ")) };
    if (failed.length === 0) return { word: "SURVIVED", detail: tests.join(" ") };
    const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
    return { word: "found", detail: `${failed[0]}${more}` };
  } finally {
    writeFileSync(join(folder, file), text);
  }
};

const main = async (folder) => {
  copyTree(folder);
  const stale = chosen.map((one) => ({ ...one, why: staleness(one, root) })).filter(({ why }) => why);
  for (const { name, why } of stale) console.log(`stale     ${name}  ${why}`);
  const whole = chosen.filter((one) => !stale.some(({ name }) => name === one.name));
  for (const part of new Set(whole.map((one) => one.part))) {
    const tests = [...new Set(whole.filter((one) => one.part === part).flatMap((one) => one.tests))];
    const { failed, unloaded, passed } = await runTests(folder, part, tests);
    if (failed.length + unloaded.length > 0 || passed === 0) {
      console.log(`red without any mutant (${part}):\n${[...failed, ...unloaded].join("\n")}`);
      return 1;
    }
    console.log(`green without any mutant: ${passed} tests of ${tests.length} files (${part})`);
  }
  const words = [];
  for (const one of whole) {
    const sinceMs = performance.now();
    const { word, detail } = await judge(folder, one);
    const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1).padStart(5);
    console.log(`${word.padEnd(8)} ${seconds} s  ${one.name.padEnd(28)}  ${detail.replaceAll("\n", " ")}`);
    words.push(word);
  }
  const found = words.filter((word) => word === "found").length;
  console.log(`${found} of ${chosen.length} mutants found`);
  return found === chosen.length ? 0 : 1;
};

if (unknown.length > 0 || chosen.length === 0) {
  console.error(`no such mutant: ${unknown.join(", ")}\nthere is ${all.map(({ name }) => name).join(", ")}`);
  process.exit(64);
}
const folder = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => {
  endTests();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
process.exitCode = await main(folder);
