import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { standaloneFile, withIndex } from "#harness/cli/standalone-file.ts";
import { updateSymptomIndex } from "#harness/cli/symptom-index-file.ts";
import { readIndex } from "#harness/diagnosis/read-index.ts";
import { repositoryRoot } from "#setup/repository.ts";

const runbooks = join(repositoryRoot, "runbooks");

/** `drill diagnose` as one file, which Node 18 runs as it is; the same sources always give the same code. */
export const standaloneCode = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'import { main } from "./harness/cli/standalone.ts";\nawait main(drillbookIndex, import.meta.url);',
      resolveDir: repositoryRoot,
    },
    inject: [join(repositoryRoot, "harness/cli/standalone-methods.ts")],
    absWorkingDir: repositoryRoot,
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node18",
    legalComments: "none",
    logLevel: "silent",
  });
  return withIndex(outputFiles[0]?.text ?? "", readIndex(runbooks));
};

/** `npm run build:diagnose`: writes runbooks/diagnose.mjs and runbooks/README.md. */
export const main = async (): Promise<number> => {
  const file = standaloneFile(runbooks);
  writeFileSync(file, await standaloneCode());
  chmodSync(file, 0o755);
  updateSymptomIndex(runbooks, readIndex(runbooks));
  return 0;
};
