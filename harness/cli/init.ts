import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command, CommanderError } from "commander";
import { projectFiles } from "../init/project-files.ts";
import { writeProject } from "../init/write-project.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { assertNode } from "./node-version.ts";
import { printError } from "./print-error.ts";

const command = (): Command =>
  new Command("npx drillbook init")
    .description("Writes a first scenario and the files that a project needs; changes no existing file.")
    .argument("[folder]", "the folder; created if missing", ".")
    .option("-y, --yes", "ask nothing")
    .addHelpText("after", "\nExit codes: 0 written · 64 bad arguments, or a folder that cannot be written to")
    .exitOverride();

/** Without a terminal nothing can be asked, and nothing that is there is changed in any case. */
const mayWrite = async (folder: string, paths: readonly string[], yes: boolean): Promise<boolean> => {
  if (yes || !process.stdin.isTTY) return true;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const list = paths.map((path) => `  ${path}\n`).join("");
    const answer = await asking.question(
      `Files to write into ${folder} (existing files stay):\n${list}Continue? [Y/n] `,
    );
    return !/^n/i.test(answer.trim());
  } finally {
    asking.close();
  }
};

type Manifest = Readonly<
  Partial<Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>> & { type?: string }
>;

/** Why the type has to be set. */
const withoutType = ({ type }: Manifest): string =>
  type === undefined
    ? "without it Node warns that it reads each file twice"
    : `needed: it is "${type}", and then Node does not load these files`;

/** What is still to be done to the project's package.json; one that cannot be read is for npm to complain of. */
const manifestLines = (file: string): string[] => {
  let manifest: Manifest = {};
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {}
  const has = (name: string): boolean =>
    manifest.dependencies?.[name] !== undefined || manifest.devDependencies?.[name] !== undefined;
  const missing = ["drillbook", "typescript", "vitest", "@types/node"].filter((name) => !has(name));
  return [
    missing.length === 0 ? "First: npm install" : `First: npm install --save-dev ${missing.join(" ")}`,
    ...(manifest.type === "module" ? [] : [`       npm pkg set type=module   (${withoutType(manifest)})`]),
  ];
};

/** `npx drillbook init`: what a project begins with. Answers the exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    assertNode();
    const asked = command().parse([...args], { from: "user" });
    const folder = resolve(asked.args[0] ?? ".");
    const name =
      basename(folder)
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]+/g, "-")
        .replace(/^[._-]+/, "") || "drills";
    const files = projectFiles(name, drillbookVersion());
    const paths = files.map(({ path }) => path);
    if (!(await mayWrite(folder, paths, asked.opts<{ yes?: boolean }>().yes === true))) return 0;
    const { written, kept } = writeProject(folder, files);
    const lines = [
      ...written.map((path) => `  wrote  ${path}`),
      ...kept.map((path) => `  kept   ${path} (it exists)`),
      "",
      ...manifestLines(join(folder, "package.json")),
      "Next:  npx drillbook drill unreadable-config",
      "       (as root, or with Docker or Podman: npx drillbook drill doctor shows what is missing)",
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return printError(error);
  }
};
