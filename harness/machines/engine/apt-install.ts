import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import { HostNotReadyError } from "../../errors.ts";
import { namesIn } from "../files.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import type { OnProgress } from "../rig-host.ts";
import { secondsSince } from "../seconds.ts";
import { type HostCommand, isDebianLike, isRoot, missingOf, readOsRelease } from "./host-commands.ts";
import { formatIdentity, livenessOf, parseIdentity, thisProcess } from "./process-identity.ts";

const policyFile = "/usr/sbin/policy-rc.d";
const policyMark = "# drillbook ";
const installTimeoutMs = 600_000 * hostSlowness;

/**
 * Has these commands on the host afterwards.
 * @throws HostNotReadyError with the commands to run, when nothing may or can be installed here
 */
export const ensureCommands = async (
  commands: readonly HostCommand[],
  { setup, onProgress }: { readonly setup: boolean; readonly onProgress: OnProgress },
): Promise<void> => {
  const missing = missingOf(commands);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((command) => command.packages))];
  if (!setup || !isRoot() || !isDebianLike(readOsRelease())) throw cannotInstall(missing, packages, setup);
  const since = performance.now();
  onProgress(`installing ${packages.join(" ")} with apt-get …`);
  await install(packages);
  const stillMissing = missingOf(commands);
  if (stillMissing.length > 0) throw cannotInstall(stillMissing, packages, setup);
  onProgress(`installed ${packages.join(" ")} in ${secondsSince(since)}`);
};

const cannotInstall = (missing: readonly HostCommand[], packages: readonly string[], setup: boolean) => {
  const debian = isDebianLike(readOsRelease());
  const sudo = isRoot() ? "" : "sudo ";
  const reason = !setup ? "--no-setup" : !debian ? "this is not a Debian-like system" : "not root";
  const purposes = [...new Set(missing.map((command) => command.for))].join(", ");
  return new HostNotReadyError(`missing on this host: ${missing.map(({ command }) => command).join(", ")}`, {
    claimed: `needed for ${purposes}`,
    got: `nothing is installed: ${reason}`,
    next: debian
      ? `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(" ")}`
      : `install what brings ${missing.map(({ command }) => command).join(", ")}, or start Docker or Podman and set DOCKER_HOST`,
  });
};

const aptGet = (...args: string[]) =>
  execa("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...args], {
    all: true,
    stdin: "ignore",
    reject: false,
    timeout: onThisHost(installTimeoutMs),
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" },
  });

const hasPackageLists = (): boolean =>
  namesIn("/var/lib/apt/lists").some((name) => name.includes("_Packages"));

const install = async (packages: readonly string[]): Promise<void> => {
  const dockerIsNew = packages.includes("docker.io");
  const removePolicy = forbidServiceStarts();
  try {
    let updated = !hasPackageLists();
    if (updated) await aptGet("update");
    let result = await aptGet("install", "-y", "--no-install-recommends", ...packages);
    // Lists that are too old name packages that are gone, or lack new ones.
    if (result.failed && !updated) {
      updated = true;
      await aptGet("update");
      result = await aptGet("install", "-y", "--no-install-recommends", ...packages);
    }
    if (result.failed) {
      throw new HostNotReadyError("apt-get could not install what is missing", {
        command: `apt-get install -y --no-install-recommends ${packages.join(" ")}`,
        got: result.all.trim().split("\n").slice(-8).join("\n"),
        next: "make that command work, then run this one again",
      });
    }
  } finally {
    removePolicy();
  }
  if (dockerIsNew && existsSync("/run/systemd/system")) {
    await execa("systemctl", ["disable", "--now", "docker.service", "docker.socket", "containerd.service"], {
      reject: false,
      timeout: 30_000,
    });
  }
};

/** Debian's packages start their daemons when they are installed; here only the private engine may run. */
const forbidServiceStarts = (): (() => void) => {
  if (existsSync(policyFile)) return () => {};
  const script = `#!/bin/sh\n${policyMark}${formatIdentity(thisProcess())}\nexit 101\n`;
  writeFileSync(policyFile, script, { mode: 0o755 });
  return () => rmSync(policyFile, { force: true });
};

/** Removes the file that an install left which was killed; answers whether there was one. */
export const removeStalePolicy = (): boolean => {
  try {
    const mark = readFileSync(policyFile, "utf8")
      .split("\n")
      .find((line) => line.startsWith(policyMark));
    const owner = mark && parseIdentity(mark.slice(policyMark.length));
    if (!owner || livenessOf(owner) !== "dead") return false;
    rmSync(policyFile);
    return true;
  } catch {
    return false;
  }
};
