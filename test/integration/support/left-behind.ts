import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { type EnginePaths, enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { labelFilter } from "#harness/machines/engine/labels.ts";
import { cgroupParentOf } from "#harness/machines/engine/private-engine.ts";
import { mark, markName, type RunningCommand } from "./command.ts";

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const list = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

const interfaces = (): string[] =>
  list("/sys/class/net").filter((name) => /^(br-|veth|docker|drillbook)/.test(name));

/** The state before the first test of this file. */
const before = {
  interfaces: new Set(interfaces()),
  namespaces: new Set(list("/run/netns")),
  dockerFolder: existsSync("/etc/docker"),
};

/** In the names of socket folders and of hubs of a cache's rigs. */
const markOf = (cache: string): string => createHash("sha256").update(cache).digest("hex").slice(0, 4);

/** Every process that a command of this test file started, that lives in a machine of its engine, or that holds networks of its rigs. */
export const processesIn = (cache: string): number[] => {
  const paths = enginePaths(cache);
  return list("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (pid) =>
        read(`/proc/${pid}/environ`).includes(`${markName}=${mark}`) ||
        read(`/proc/${pid}/cgroup`).includes(cgroupParentOf(paths)) ||
        read(`/proc/${pid}/cmdline`).includes(paths.runDir) ||
        // Its name takes the place of its environment.
        read(`/proc/${pid}/cmdline`).startsWith(`drillbook hub ${markOf(cache)}-`),
    )
    .map(Number);
};

const describeProcess = (pid: number): string =>
  `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").slice(0, 100) || read(`/proc/${pid}/comm`)}`;

const mountsOf = (paths: EnginePaths): string[] =>
  read("/proc/self/mountinfo")
    .split("\n")
    .filter((line) => [paths.runDir, paths.stateDir, "drillbook-it-"].some((text) => line.includes(text)))
    .map((line) => `mount: ${line}`);

const cgroupsOf = (paths: EnginePaths): string[] => {
  const root = "/sys/fs/cgroup";
  return [root, ...list(root).map((name) => join(root, name))]
    .map((folder) => join(folder, cgroupParentOf(paths)))
    .filter((path) => existsSync(path))
    .map((path) => `cgroup: ${path}`);
};

const filesOf = (paths: EnginePaths, cache: string): string[] =>
  [
    paths.runDir,
    paths.recordFile,
    paths.lockFile,
    paths.leasesDir,
    ...list(join(paths.dataRoot, "containers")).map((id) => join(paths.dataRoot, "containers", id)),
    ...list(join(cache, "base"))
      .filter((name) => name.startsWith("making-"))
      .map((name) => join(cache, "base", name)),
    ...(before.dockerFolder ? [] : ["/etc/docker"]),
    ...(read("/usr/sbin/policy-rc.d").includes("drillbook") ? ["/usr/sbin/policy-rc.d"] : []),
  ]
    .filter((path) => existsSync(path))
    .map((path) => `file: ${path}`);

/** Running rigs, unfinished files of virtual machines, and saved states that should have ended with their drill. */
const rigFilesOf = (cache: string): string[] =>
  [join(cache, "rigs"), join(cache, "vm", "passing")]
    .flatMap((folder) => list(folder).map((name) => join(folder, name)))
    .concat(
      ["images", "disks", "states"].flatMap((folder) =>
        list(join(cache, "vm", folder))
          .filter((name) => name.includes("making-"))
          .map((name) => join(cache, "vm", folder, name)),
      ),
      list("/tmp")
        .filter((name) => new RegExp(`^drillbook-\\d+-vm-${markOf(cache)}-`).test(name))
        .map((name) => join("/tmp", name)),
    )
    .map((path) => `file: ${path}`);

const temporaryFilesOf = (command: RunningCommand): string[] =>
  list(command.folder)
    // The last is npm's own.
    .filter((name) => !["reports", "runbooks", "node-compile-cache"].includes(name))
    .map((name) => `temporary file: ${join(command.folder, name)}`);

/** The remains of commands with this cache, and of this command, on the host: processes, mounts, files and others. */
export const leftBehind = (cache: string, command?: RunningCommand): string[] => {
  const paths = enginePaths(cache);
  return [
    ...processesIn(cache).map(describeProcess),
    ...mountsOf(paths),
    ...cgroupsOf(paths),
    ...filesOf(paths, cache),
    ...rigFilesOf(cache),
    ...(command === undefined ? [] : temporaryFilesOf(command)),
    ...interfaces()
      .filter((name) => !before.interfaces.has(name))
      .map((name) => `interface: ${name}`),
    ...list("/run/netns")
      .filter((name) => !before.namespaces.has(name))
      .map((name) => `namespace: ${name}`),
  ];
};

/** The contents of an engine that was empty: containers, networks except its own, volumes. */
export const leftInEngine = async (docker: Docker): Promise<string[]> => {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks({ filters: labelFilter() }),
    docker.listVolumes(),
  ]);
  return [
    ...containers.map(({ Names, State }) => `container: ${Names.join(" ")} (${State})`),
    ...networks.map(({ Name }) => `network: ${Name}`),
    ...volumes.map(({ Name }) => `volume: ${Name}`),
  ];
};
