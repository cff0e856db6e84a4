import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleAgent } from "#harness/guest/bundle.ts";
import { repositoryRoot } from "#setup/repository.ts";

const source = join(repositoryRoot, "harness");
const packageFolder = join(repositoryRoot, "dist", "drillbook");
const createFolder = join(repositoryRoot, "dist", "create-drillbook");

/** What is read at run time and is no program: lists, files and scripts of images. */
const assets = (): string[] =>
  globSync("**/*", { cwd: source, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && (!/\.ts$/.test(entry.name) || entry.parentPath.endsWith("templates")),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
    .filter((file) => !/^(package|tsconfig.*)\.json$/.test(file));

/** Modules import `.ts` in the checkout, and `.js` in the package: the compiler changes it in programs, not in types. */
const namesJs = (types: string): string =>
  types.replaceAll(/((?:from |import\()"\.\.?\/[^"]+)\.ts"/g, '$1.js"');

type Manifest = Readonly<Record<string, unknown>> & { readonly exports: Readonly<Record<string, string>> };

const built = (path: string): string | object =>
  path.endsWith(".ts") ? { types: path.replace(/ts$/, "d.ts"), default: path.replace(/ts$/, "js") } : path;

/** As it is published: with the built files in the place of the sources. */
const publishedManifest = (): object => {
  const {
    private: _,
    exports,
    ...rest
  } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest & { private: boolean };
  return {
    ...rest,
    exports: Object.fromEntries(Object.entries(exports).map(([name, path]) => [name, built(path)])),
    bin: { drillbook: "cli/bin.js" },
  };
};

/** `npm create drillbook`, as it is published. */
const buildCreate = (): void => {
  const from = join(repositoryRoot, "packages", "create-drillbook");
  const { private: _, ...manifest } = JSON.parse(
    readFileSync(join(from, "package.json"), "utf8"),
  ) as Manifest & {
    private: boolean;
  };
  rmSync(createFolder, { recursive: true, force: true });
  mkdirSync(createFolder, { recursive: true });
  for (const file of ["index.js", "README.md"]) cpSync(join(from, file), join(createFolder, file));
  cpSync(join(repositoryRoot, "LICENSE"), join(createFolder, "LICENSE"));
  writeFileSync(join(createFolder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
};

/** `npm run build`: writes the packages that are published into dist. */
export const main = async (): Promise<number> => {
  rmSync(packageFolder, { recursive: true, force: true });
  execFileSync(join(repositoryRoot, "node_modules/.bin/tsc"), ["-p", join(source, "tsconfig.build.json")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const file of globSync(join(packageFolder, "**/*.d.ts")))
    writeFileSync(file, namesJs(readFileSync(file, "utf8")));
  for (const file of assets()) {
    const target = join(packageFolder, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(source, file), target);
  }
  writeFileSync(join(packageFolder, "guest", "agent.bundle.mjs"), await bundleAgent());
  writeFileSync(
    join(packageFolder, "package.json"),
    `${JSON.stringify(publishedManifest(), undefined, 2)}\n`,
  );
  for (const file of ["README.md", "LICENSE"]) cpSync(join(repositoryRoot, file), join(packageFolder, file));
  buildCreate();
  return 0;
};
