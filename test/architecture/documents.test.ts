import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { buildProgram } from "#harness/cli/main.ts";
import { loadProject } from "#harness/config/load-project.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { parseOptions } from "../bench/options.ts";
import { parseArguments } from "../runner/arguments.ts";
import { anchorsIn, commandsIn, linksIn, pathsIn } from "./documents.ts";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: repositoryRoot,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(repositoryRoot, file)));
const names = new Set(tracked.map((file) => basename(file)));
const folders = [
  ...new Set(tracked.filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? "")),
];
const textOf = (file: string): string => readFileSync(join(repositoryRoot, file), "utf8");

// Pages and golden files are written by drills and tests, and the changelog tells of what was.
const documents = tracked.filter(
  (file) => file.endsWith(".md") && !/^(?:runbooks|test)\/|^CHANGELOG/.test(file),
);

/** What documents name as an example, or what a command writes. */
const examples = [
  "scenarios/unreadable-config.ts",
  "scenarios/my-incident.ts",
  "runbooks/unreadable-config-podman-4.3.md",
  "x.ts",
  "x.test.ts",
  "x.integration.test.ts",
];

const manifest = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
const benchmarks = tracked
  .filter((file) => file.startsWith("test/bench/"))
  .flatMap((file) => [...textOf(file).matchAll(/^ {2}name: "([\w-]+)"/gm)])
  .map(([, name = ""]) => ({ name, about: "" }));
const program = buildProgram(await loadProject(repositoryRoot));
const scenarioIds = [
  "unreadable-config",
  "SCENARIO",
  ...tracked.filter((file) => /^scenarios\/[\w-]+\.ts$/.test(file)).map((file) => basename(file, ".ts")),
];

/** Why `drill` does not take these words; undefined when it does. */
const drillProblem = ([first = "list", ...rest]: readonly string[]): string | undefined => {
  if (first === "…" || first === "--help") return undefined;
  const name = scenarioIds.includes(first) || first.startsWith("-") ? "run" : first;
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return `there is no command or scenario ${first}`;
  const wrong = [first, ...rest].find(
    (word) =>
      word.startsWith("--") && ![...command.options, { long: "--help" }].some(({ long }) => long === word),
  );
  if (wrong !== undefined) return `drill ${name} has no option ${wrong}`;
  const id = name === "plan" ? rest[0] : undefined;
  return id === undefined || scenarioIds.includes(id) ? undefined : `there is no scenario ${id}`;
};

const problemOf = (command: string): string | undefined => {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain = ""]) => quoted ?? plain)
    .filter((word) => word !== "--" && word !== "-s");
  const [tool = "", task = "", script = "", ...rest] = words;
  if (tool === "drill") return drillProblem(words.slice(1));
  if (tool === "npx") {
    if (!["", "init", "drill", "gameday"].includes(script)) return `npx drillbook has no command ${script}`;
    return script === "drill" ? drillProblem(rest) : undefined;
  }
  if (task === "create") return script === "drillbook" ? undefined : `there is no package create-${script}`;
  if (task === "test") {
    const args = words.slice(2).filter((word) => word !== "FILE");
    return thrownBy(() => parseArguments(args));
  }
  if (script === "") return undefined;
  if (manifest.scripts[script] === undefined) return `package.json has no script ${script}`;
  if (script === "drill") return drillProblem(rest);
  return script === "bench" ? thrownBy(() => parseOptions(rest, benchmarks)) : undefined;
};

const thrownBy = (call: () => unknown): string | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe.each(documents)("%s", (file) => {
  const text = textOf(file);

  test("gives commands that exist", () => {
    const wrong = commandsIn(text).flatMap((command) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [`${command}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });

  test("names files that exist", () => {
    const missing = pathsIn(text, folders).filter(
      (path) =>
        !examples.includes(path) &&
        !existsSync(join(repositoryRoot, path)) &&
        (path.includes("/") || !names.has(path)),
    );
    expect(missing).toEqual([]);
  });

  test("links to files and headings that exist", () => {
    const broken = linksIn(text).filter(({ path, anchor }) => {
      const target = path === "" ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(repositoryRoot, target))) return true;
      return anchor !== "" && !anchorsIn(textOf(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe("in a document made up for the test", () => {
  const made = [
    "# A heading: with `code`",
    "Run `npm run drill nowhere`, or `drill shell --nothing`; see `harness/gone.ts` and `gone.ts`, [there](gone.md#top).",
    "```sh",
    "podman ps 2>&1 | npm run -s drill diagnose -- --gone   # a comment with npm run gone",
    "npm run gone",
    "```",
    "```ts",
    "`npm run text`",
    "```",
  ].join("\n");

  test("commands are found in code and in blocks for a shell", () => {
    expect(commandsIn(made).map((one) => [one, problemOf(one)])).toEqual([
      ["npm run drill nowhere", "there is no command or scenario nowhere"],
      ["drill shell --nothing", "drill shell has no option --nothing"],
      ["npm run -s drill diagnose -- --gone", "drill diagnose has no option --gone"],
      ["npm run gone", "package.json has no script gone"],
    ]);
  });

  test("paths, links and headings are found", () => {
    expect(pathsIn(made, folders)).toEqual(["harness/gone.ts", "gone.ts"]);
    expect(linksIn(made)).toEqual([{ path: "gone.md", anchor: "top" }]);
    expect(anchorsIn(made)).toEqual(["a-heading-with-code"]);
  });
});
