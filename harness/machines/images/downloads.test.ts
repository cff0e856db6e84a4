import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { noContents } from "../../scenario/image-contents.ts";
import { contextFiles } from "./build-context.ts";
import { downloadLists, sourceDir } from "./lists.ts";
import { mmdebstrapOptions } from "./mmdebstrap.ts";

test("packages are downloaded by the script that the build of an image runs", () => {
  const hook = mmdebstrapOptions(["systemd"]).find((option) => option.startsWith("--customize-hook="));
  const named = [...(hook ?? "").matchAll(/\$DRILLBOOK_IMAGES\/([\w./-]+)/g)].map(([, path]) => path);
  expect(named).toEqual(["scripts/download-packages.sh"]);
  for (const path of named) expect(readFileSync(`${sourceDir}${path}`).length).toBeGreaterThan(0);
  const made = { agent: "", authority: { certificate: Buffer.alloc(0), key: Buffer.alloc(0) } };
  const paths = contextFiles(made, noContents).map(({ path }) => path);
  const lists = [...downloadLists(noContents).keys()].map((name) => `lists/${name}`);
  expect(paths).toEqual(expect.arrayContaining([...lists, "scripts/download-packages.sh"]));
  expect(readdirSync(`${sourceDir}scripts`)).toContain("install-packages.sh");
});

/** In the place of apt: writes its last words down, and makes the files. */
const apt = `#!/bin/sh
folder=
for word; do
  case $word in Dir::Cache::archives=*) folder=\${word#*=} ;; esac
done
echo "$*" >"$0.words"
touch "$folder/lock"
for name in redis-server libllvm19 llvm perl perl-base; do touch "$folder/\${name}_1%3a2-3_amd64.deb"; done
`;

test("a download has what is listed, patterns as they are, and not what is excepted", () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-downloads-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const downloads = { packages: ["?name(^a-[0-9]+$)", "redis-server"], except: ["libllvm*", "perl"] };
  for (const [name, text] of downloadLists({ ...noContents, downloads })) writeFileSync(at(name), text);
  writeFileSync(at("apt-get"), apt, { mode: 0o755 });
  const env = { PATH: [folder, process.env["PATH"]].join(delimiter) };
  const words = [join(sourceDir, "scripts/download-packages.sh"), folder, at("packages")];
  execFileSync("sh", words, { env, cwd: folder });
  expect(readFileSync(at("apt-get.words"), "utf8")).toMatch(/ \?name\(\^a-\[0-9\]\+\$\) redis-server\n$/);
  expect(readdirSync(at("packages")).toSorted()).toEqual([
    "llvm_1%3a2-3_amd64.deb",
    "perl-base_1%3a2-3_amd64.deb",
    "redis-server_1%3a2-3_amd64.deb",
  ]);
});
