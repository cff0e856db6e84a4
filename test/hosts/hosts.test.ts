import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostRows } from "#harness/machines/hosts/hosts.ts";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { makeMirror } from "./build/mirror.ts";
import { makeStuffDisk } from "./build/stuff.ts";
import { Host, logFile } from "./host.ts";
import { type HostRun, hostRuns } from "./rows.ts";

const rowMs = 5_400_000;
const prepareMs = 600_000;

let folder = "";
const logs = join(repositoryRoot, "reports", "hosts");
const options: BuildOptions = {
  setup: true,
  onProgress: (line) => process.stdout.write(`${line}\n`),
  signal: new AbortController().signal,
};
const disks = { withBase: "", withMirror: "" };

/** The rows named in HOSTS, separated by commas; default: all. */
const wanted = process.env["HOSTS"]?.split(",");
const runs = hostRuns.filter(({ id }) => wanted?.includes(id) ?? true);

const isPrepared = ({ comesWith }: HostRun): boolean => comesWith !== "nothing";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-hosts-"));
  mkdirSync(logs, { recursive: true });
  disks.withBase = join(folder, "with-base.raw");
  await makeStuffDisk(disks.withBase, options);
  if (runs.every(isPrepared)) return;
  disks.withMirror = join(folder, "with-mirror.raw");
  await makeStuffDisk(disks.withMirror, options, [await makeMirror(options)]);
}, rowMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where a drill looks for it. */
const takeBase = "mkdir -p ~/.cache/drillbook/base && cp /srv/stuff/base/* ~/.cache/drillbook/base/";
const takeDependencies = "tar -xf /srv/stuff/node_modules.tar";

/** Not a separate host: the same as another, before its administrator applied the fix. */
const refusals = hostRuns.filter(({ ends }) => ends.exitCode === 69).map(({ id }) => id);

test("each row of the table is run, but for the machine of CI, whose tests are all the others", () => {
  const rows = hostRows().map(({ id }) => id);
  const run = hostRuns.map(({ id }) => id).filter((id) => !refusals.includes(id));
  expect(run.toSorted()).toEqual(rows.filter((id) => id !== "ci").toSorted());
});

/** Makes a clean clone in the user's home, and runs the command in it. */
const inClone = (run: HostRun): string => `
  set -e
  git -c init.defaultBranch=main -c advice.detachedHead=false clone --quiet /srv/stuff/drillbook.bundle drillbook
  ${isPrepared(run) ? takeBase : ""}
  cd drillbook
  ${isPrepared(run) ? takeDependencies : ""}
  { ${run.command.trim()}; } 2>&1`;

test.each(runs)("$id", { timeout: rowMs }, async (run) => {
  const since = Date.now();
  await using host = await Host.start(
    run.image,
    isPrepared(run) ? disks.withBase : disks.withMirror,
    options,
  );
  // With sudo the user's drill has root's cache.
  await host.mustDo("root", `${isPrepared(run) ? takeBase : "true"}\n${run.prepare}`, prepareMs);
  const seen = await host.run(run.user, inClone(run), rowMs);
  const minutes = Math.round((Date.now() - since) / 6000) / 10;
  const text = `${seen.stdout}${seen.stderr}\n[${run.id}: exit ${seen.exitCode}, ${minutes} min]\n`;
  writeFileSync(logFile(logs, run.id), text);
  process.stdout.write(`${text.split("\n").slice(-25).join("\n")}`);
  expect(seen.exitCode, text).toBe(run.ends.exitCode);
  if (run.ends.exitCode === 69) {
    expect(text).toMatch(run.ends.says);
    // Before anything is built or started.
    expect(text).not.toMatch(/building the machine image|provisioning/);
    return;
  }
  for (const procedure of ["rewrite-paths", "recreate"]) expect(text).toContain(procedure);
  expect(text).toContain("verified");
});
