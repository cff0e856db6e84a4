import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const script = fileURLToPath(new URL("container-files/usr/lib/drillbook/control-groups", import.meta.url));

const run = (controllers: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-cgroup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "cgroup.controllers"), `${controllers}\n`);
  const line = `set -e; . ${script}; has_pids_controller ${folder} || without_pids_limit ${folder}`;
  execFileSync("sh", ["-c", line], { stdio: ["ignore", "ignore", "inherit"] });
  try {
    return readFileSync(join(folder, "containers.conf.d/no-controllers.conf"), "utf8");
  } catch {
    return "";
  }
};

test("podman limits processes where the machine's control groups can", () => {
  expect(run("cpuset cpu io memory hugetlb pids rdma misc")).toBe("");
  expect(run("memory pids")).toBe("");
});

// crun of Debian 13, in a machine of Docker 26 whose host has no pids controller in version 2: exit 126.
test.each(["", "cpu memory", "pidsy"])("with the controllers %j it sets no limit", (controllers) => {
  expect(run(controllers)).toBe("[containers]\npids_limit = 0\n");
});

test.each([
  ["0 0 4294967295", "0"],
  ["         0       1000          1\n         1     100000      65536", "1"],
])("the root of the user name space %j is the host's: exit %s", (map, expected) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-cgroup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "uid_map"), `${map}\n`);
  const line = `. ${script}; is_hosts_root ${folder}/uid_map; echo $?`;
  expect(execFileSync("sh", ["-c", line], { encoding: "utf8" }).trim()).toBe(expected);
});

/** What the kernel and an engine have when a machine begins: its first process and one more in the machine's root group. */
const handDown = (controllers: string, processes: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-cgroup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "cgroup.controllers"), `${controllers}\n`);
  writeFileSync(join(folder, "cgroup.procs"), processes.map((one) => `${one}\n`).join(""));
  const line = `. ${script}; hand_controllers_down ${folder}; echo $? $$`;
  const [code, self] = execFileSync("sh", ["-c", line], { encoding: "utf8" }).trim().split(" ");
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : undefined;
  return { code, self, read };
};

test("controllers are handed down after every process has left the machine's root group", () => {
  const { code, self, read } = handDown("cpuset cpu io memory hugetlb pids", ["4321"]);
  expect(code).toBe("0");
  expect(read("init.scope/cgroup.procs")).toBe(self);
  expect(read("drillbook-agent/cgroup.procs")).toBe("4321");
  expect(read("cgroup.subtree_control")).toBe("+memory +pids");
});

test("what the machine was not given is not asked for", () => {
  expect(handDown("pids", []).read("cgroup.subtree_control")).toBe("+pids");
  const none = handDown("cpu", ["4321"]);
  expect([none.code, none.read("cgroup.subtree_control"), none.read("init.scope/cgroup.procs")]).toEqual([
    "0",
    undefined,
    undefined,
  ]);
});

// As runc mounts it in rootless Docker: the mount is the machine's, the file system the host's.
test("a tree that was mounted read-only in a user namespace becomes writable", () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-cgroup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const line = `set -e; mount -t cgroup2 none ${folder}; mount -o remount,bind,ro ${folder}
    . ${script}; make_writable ${folder}; findmnt --noheadings --output VFS-OPTIONS ${folder}`;
  const words = ["--user", "--map-root-user", "--mount", "--cgroup", "sh", "-c", line];
  expect(execFileSync("unshare", words, { encoding: "utf8" })).toMatch(/^rw,/);
});
