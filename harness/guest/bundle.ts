import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HostNotReadyError } from "../errors.ts";

/** CommonJS packages inside an ES module call `require`. */
const banner = [
  'import { createRequire as drillbookRequire } from "node:module";',
  "const require = drillbookRequire(import.meta.url);",
].join("\n");

const importEsbuild = async (entryFile: string) => {
  try {
    return await import("esbuild");
  } catch (cause) {
    throw new HostNotReadyError("a program cannot be bundled: esbuild is not installed", {
      where: entryFile,
      next: "npm install --save-dev esbuild",
      cause,
    });
  }
};

/**
 * The program that starts at `entryFile` (relative to `root`, a folder), as the code of one ES module for Node 24; the
 * same sources always give the same code.
 * @throws HostNotReadyError when esbuild, which is a peer dependency, is not installed
 */
export const bundle = async (entryFile: string, root: string): Promise<string> => {
  const { build } = await importEsbuild(entryFile);
  const { outputFiles } = await build({
    entryPoints: [resolve(root, entryFile)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    legalComments: "none",
    logLevel: "silent",
    banner: { js: banner },
  });
  return outputFiles[0]?.text ?? "";
};

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** The agent's bundle in the built package; the checkout has none. */
const builtAgent = fileURLToPath(new URL("agent.bundle.mjs", import.meta.url));

/** The code of the guest agent. */
export const bundleAgent = async (): Promise<string> =>
  existsSync(builtAgent) ? readFileSync(builtAgent, "utf8") : bundle("guest/agent.ts", packageFolder);
