import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";

let folder = "";
const tarballs = { drillbook: "", create: "" };
const tools = (name: string): string => join(folder, "tools", "node_modules", ".bin", name);

/** The Node of these tests is first in PATH, because npm may have been started with an old one. */
const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);

const run = async (cwd: string, file: string, ...args: string[]) => {
  const done = await execa(file, args, { cwd, env: { PATH: path }, reject: false, stdin: "ignore" });
  return {
    exitCode: done.exitCode,
    stdout: done.stdout,
    stderr: done.stderr,
    text: `${done.stdout}\n${done.stderr}`,
  };
};

/** @throws AssertionError with the whole output */
const must = async (cwd: string, file: string, ...args: string[]): Promise<string> => {
  const { exitCode, text } = await run(cwd, file, ...args);
  expect(exitCode, `${file} ${args.join(" ")}\n${text}`).toBe(0);
  return text;
};

const quiet = ["--no-audit", "--no-fund", "--loglevel=error"] as const;

const pack = async (name: string): Promise<string> => {
  const { stdout } = await run(
    join(repositoryRoot, "dist", name),
    "npm",
    "pack",
    "--silent",
    "--pack-destination",
    folder,
  );
  return join(folder, stdout.trim());
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-package-"));
  await must(repositoryRoot, process.execPath, "bin/drillbook.mjs", "build");
  tarballs.drillbook = await pack("drillbook");
  tarballs.create = await pack("create-drillbook");
  mkdirSync(join(folder, "tools"));
  for (const name of ["package.json", "package-lock.json"])
    writeFileSync(join(folder, "tools", name), readFileSync(join(import.meta.dirname, "tools", name)));
  await must(join(folder, "tools"), "npm", "ci", "--ignore-scripts", ...quiet);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A user's package.json before drillbook is added. */
const emptyProject = (name: string): string => {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
  return project;
};

describe("the built package", () => {
  test("has no finding of publint and of arethetypeswrong", async () => {
    await must(folder, tools("publint"), "--strict", tarballs.drillbook);
    await must(folder, tools("publint"), "--strict", tarballs.create);
    await must(folder, tools("attw"), tarballs.drillbook, "--profile", "esm-only");
  });

  test("brings no sources, tests or install steps", async () => {
    const listed = await must(folder, "tar", "-tf", tarballs.drillbook);
    expect(listed).toContain("package/guest/agent.bundle.mjs");
    const sources = listed.split("\n").filter((file) => /(?<!\.d)\.ts$/.test(file));
    expect(sources).toEqual(["package/init/templates/unreadable-config.ts"]);
    expect(listed).not.toMatch(/\.test\.|testing\//);
    const { scripts } = JSON.parse(
      await must(folder, "tar", "-xOf", tarballs.drillbook, "package/package.json"),
    ) as { scripts?: unknown };
    expect(scripts).toBeUndefined();
  });
});

const installers = [
  {
    name: "npm",
    install: (project: string) =>
      must(
        project,
        "npm",
        "install",
        "--save-dev",
        ...quiet,
        tarballs.drillbook,
        "typescript@7",
        "@types/node@24",
        "vitest@5",
      ),
  },
  {
    name: "pnpm",
    // Without install scripts, because pnpm runs only approved ones.
    install: (project: string) =>
      must(
        project,
        tools("pnpm"),
        "add",
        "--save-dev",
        "--ignore-scripts",
        tarballs.drillbook,
        "typescript@7",
        "@types/node@24",
        "vitest@5",
      ),
  },
];

describe.each(installers)("in an empty folder, installed with $name", ({ name, install }) => {
  let project = "";
  const drillbook = (...args: string[]) =>
    run(project, join(project, "node_modules/.bin/drillbook"), ...args);

  beforeAll(async () => {
    project = emptyProject(name);
    await install(project);
  });

  test("init writes a project that the compiler accepts, and overwrites nothing", async () => {
    const first = await drillbook("init", "--yes");
    expect(first.text).toContain("wrote  scenarios/unreadable-config.ts");
    expect(first.text).toContain("kept   package.json");
    const own = "export default { scenarios: ['scenarios'] };\n";
    writeFileSync(join(project, "drillbook.config.ts"), own);
    expect((await drillbook("init", "--yes")).text).toContain("kept   drillbook.config.ts");
    expect(readFileSync(join(project, "drillbook.config.ts"), "utf8")).toBe(own);
    await must(project, join(project, "node_modules/.bin/tsc"), "-p", ".");
  });

  test("its declarations are for the oldest TypeScript, too, without a look away", async () => {
    const specifiers = ["drillbook", "drillbook/config", "drillbook/contract", "drillbook/init"];
    mkdirSync(join(project, "types"));
    writeFileSync(
      join(project, "types/all.ts"),
      specifiers.map((specifier, index) => `export * as m${index} from "${specifier}";\n`).join(""),
    );
    const compilerOptions = {
      target: "es2024",
      module: "nodenext",
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ["node"],
    };
    writeFileSync(
      join(project, "types/tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["all.ts"] }),
    );
    await must(project, tools("tsc"), "-p", "types");
    await must(project, join(project, "node_modules/.bin/tsc"), "-p", "types");
    rmSync(join(project, "types"), { recursive: true });
  });

  test("a scenario with a wrong import is one message with its file and line", async () => {
    const file = join(project, "scenarios/wrong.ts");
    writeFileSync(file, 'import { chek } from "drillbook";\nexport default chek;\n');
    const { exitCode, stdout, stderr } = await drillbook("drill", "wrong");
    rmSync(file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 78, stdout: "" });
    expect(stderr).toMatch(/^✗ wrong\.ts does not load\n {2}scenarios\/wrong\.ts:1\n {4}got .+chek'$/);
  });

  test("the drill that init wrote is verified, and tells its commands as one types them there", async () => {
    const drilled = await drillbook("drill", "unreadable-config");
    expect(drilled.exitCode, drilled.text).toBe(0);
    expect(drilled.stdout).toMatch(/verified/);
    const page = readFileSync(join(project, "runbooks/unreadable-config.md"), "utf8");
    expect(page).toContain("npx drillbook drill unreadable-config");
    expect(page).not.toContain("npm run drill");
    const failed = await drillbook(
      "drill",
      "unreadable-config",
      "--procedure",
      "give-access",
      "--without",
      "1",
    );
    expect(failed.exitCode, failed.text).toBe(1);
    expect(failed.text).toMatch(
      /npx drillbook drill unreadable-config --procedure give-access --without 1 --keep, then npx drillbook drill shell web/,
    );
  });

  test("its game day is verified", async () => {
    const { exitCode, text } = await drillbook("gameday");
    expect(exitCode, text).toBe(0);
    expect(text).toContain("unreadable-config");
  });
});

test("npm create drillbook writes the same", async () => {
  const project = join(folder, "created");
  mkdirSync(project);
  await must(
    project,
    ...("npm exec --yes".split(" ") as ["npm", ...string[]]),
    `--package=${tarballs.drillbook}`,
    `--package=${tarballs.create}`,
    "--",
    "create-drillbook",
    "--yes",
  );
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { name: string };
  expect(manifest).toMatchObject({
    name: "created",
    type: "module",
    devDependencies: { drillbook: "^0.1.0" },
  });
});
