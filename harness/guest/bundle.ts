import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** CommonJS packages inside an ES module still ask for `require`. */
const banner = [
  'import { createRequire as drillbookRequire } from "node:module";',
  "const require = drillbookRequire(import.meta.url);",
].join("\n");

/**
 * The program of this repository that starts at `entryFile` (relative to its root), as the code of one ES
 * module for Node 24; the same sources always give the same code.
 */
export const bundle = async (entryFile: string): Promise<string> => {
  const { build } = await import("esbuild");
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

/** The code of the guest agent. */
export const bundleAgent = (): Promise<string> => bundle("harness/guest/agent.ts");
