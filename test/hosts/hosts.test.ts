import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostRows } from "#harness/machines/hosts/hosts.ts";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { makeMirror } from "./build/mirror.ts";
import { makeBareDisk, makePreparedDisk } from "./build/stuff.ts";
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
const disks = { prepared: "", bare: "" };

/** The rows named in HOSTS, separated by commas; default: all. */
const wanted = process.env["HOSTS"]?.split(",");
const runs = hostRuns.filter(({ id }) => wanted?.includes(id) ?? true);

const isPrepared = ({ comesWith }: HostRun): boolean => comesWith !== "nothing";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-hosts-"));
  mkdirSync(logs, { recursive: true });
  if (runs.some(isPrepared)) {
    disks.prepared = join(folder, "prepared.raw");
    await makePreparedDisk(disks.prepared, options);
  }
  if (runs.every(isPrepared)) return;
  disks.bare = join(folder, "bare.raw");
  await makeBareDisk(disks.bare, await makeMirror(options), options);
}, rowMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Puts a clone and the root file system of the machines where a drill looks for them, without a copy. With sudo the user's
 * drill has root's cache.
 */
const takePrepared = `
give() {
  install -d -o "$3" -g "$3" "$2" "/var/given$2/upper" "/var/given$2/work"
  mount -t overlay -o "metacopy=on,lowerdir=$1,upperdir=/var/given$2/upper,workdir=/var/given$2/work" overlay "$2"
  [ "$3" = root ] || [ "$(find "$1" -mindepth 1 -maxdepth 1 -printf %U -quit)" = "$(id -u "$3")" ] || chown -R "$3:" "$2"
}
set -e
give /srv/stuff/drillbook /home/ops/drillbook ops
install -d -o ops -g ops /home/ops/.cache
give /srv/stuff/cache /home/ops/.cache/drillbook ops
give /srv/stuff/cache /root/.cache/drillbook root`;

/** Not a separate host: the same as another, before its administrator applied the fix. */
const refusals = hostRuns.filter(({ ends }) => ends.exitCode === 69).map(({ id }) => id);

test("each row of the table is run, but for the machine of CI, whose tests are all the others", () => {
  const rows = hostRows().map(({ id }) => id);
  const run = hostRuns.map(({ id }) => id).filter((id) => !refusals.includes(id));
  expect(run.toSorted()).toEqual(rows.filter((id) => id !== "ci").toSorted());
});

const takeClone =
  "git -c init.defaultBranch=main -c advice.detachedHead=false clone --quiet /srv/stuff/drillbook.bundle drillbook";

/** Runs the command in a clean clone in the user's home. */
const inClone = (run: HostRun): string => `
  set -e
  ${isPrepared(run) ? "" : takeClone}
  cd drillbook
  { ${run.command.trim()}; } 2>&1`;

test.each(runs)("$id", { timeout: rowMs }, async (run) => {
  const since = Date.now();
  await using host = await Host.start(run.image, isPrepared(run) ? disks.prepared : disks.bare, options);
  await host.mustDo("root", `${isPrepared(run) ? takePrepared : ""}\n${run.prepare}`, prepareMs);
  const seen = await host.run(run.user, inClone(run), rowMs);
  const minutes = Math.round((Date.now() - since) / 6000) / 10;
  const text = `${seen.stdout}${seen.stderr}\n[${run.id}: exit ${seen.exitCode}, ${minutes} min, on ${host.on}]\n`;
  writeFileSync(logFile(logs, run.id), text);
  process.stdout.write(`${text.split("\n").slice(-25).join("\n")}`);
  if (seen.exitCode !== run.ends.exitCode) writeFileSync(logFile(logs, `${run.id}.host`), await host.logs());
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
