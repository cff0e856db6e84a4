import { execa } from "execa";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { describeHybrid, describeLikeness } from "../hosts/describe-likeness.ts";
import { enginePaths } from "./cache-paths.ts";
import { requireControlGroups } from "./control-groups.ts";
import type { Engine } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import type { Finding } from "./finding.ts";
import {
  engineCommands,
  findCommand,
  type HostCommand,
  imageCommands,
  isDebianLike,
  isRoot,
  readOsRelease,
} from "./host-commands.ts";
import { findEngine } from "./index.ts";
import { leaseHolders } from "./lease.ts";
import { livenessOf } from "./process-identity.ts";
import { requireIds } from "./subordinate-ids.ts";

/** The programs for drills that this host has, and those it lacks; installs and starts nothing. */
export const describeHost = async (): Promise<Finding[]> => {
  const passedOver: string[] = [];
  const onProgress = (line: string) => passedOver.push(line);
  const engine = await findEngine({ setup: false, onProgress }).catch((error: Error) => error);
  const found = engine !== undefined && !(engine instanceof Error);
  const commands = await Promise.all(
    [...engineCommands, ...imageCommands].map((command) => describeCommand(command, !found)),
  );
  return [
    system(),
    {
      what: "a container engine that runs",
      state: found ? "found" : "missing",
      detail: found
        ? `${engine.name} at ${engine.dockerHost}`
        : [engine instanceof Error ? engine.message : "none answers", ...passedOver].join("; "),
      fix: engine instanceof Error ? "start it, or unset DOCKER_HOST" : "",
    },
    privilege(found),
    ...(found ? needsOf(engine) : []),
    ...commands,
    ...privateEngine(),
    ...describeHybrid(),
    ...(found || isRoot() ? [describeLikeness(found ? engine : undefined)] : []),
  ];
};

/** What a machine needs of an engine that the user has started. */
const needsOf = (engine: Engine): Finding[] => [
  ...(engine.givesCgroups
    ? []
    : [refusal("control groups for a machine", () => requireControlGroups(engine))]),
  ...(engine.rootless ? [refusal("user and group ids for a machine", () => requireIds(engine))] : []),
];

/** What a drill would say before it starts. */
const refusal = (what: string, require: () => void): Finding => {
  try {
    require();
    return { what, state: "found", detail: "", fix: "" };
  } catch (error) {
    if (!(error instanceof HostNotReadyError)) throw error;
    return { what, state: "missing", detail: error.facts.got ?? "", fix: error.facts.next ?? "" };
  }
};

const system = (): Finding => {
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readOsRelease())?.[1] ?? process.platform;
  const linux = process.platform === "linux";
  return {
    what: "Linux",
    state: linux ? "found" : "missing",
    detail: `${name}, ${process.arch}`,
    fix: "",
  };
};

const privilege = (hasEngine: boolean): Finding => ({
  what: "root, to start a private engine",
  state: isRoot() ? "found" : "missing",
  detail: isRoot() ? "" : `user ${process.getuid?.() ?? "unknown"}`,
  fix: isRoot() || hasEngine ? "" : `${drillCommand(["…"], [], { sudo: true })}, or start Docker or Podman`,
});

const describeCommand = async (command: HostCommand, needed: boolean): Promise<Finding> => {
  const path = findCommand(command.command);
  const what = `${command.command}, for ${command.for}`;
  if (path) return { what, state: "found", detail: await versionOf(path), fix: "" };
  const install = `apt-get install -y --no-install-recommends ${command.packages.join(" ")}`;
  if (!needed) return { what, state: "missing", detail: "not needed with the engine that runs", fix: "" };
  if (!isDebianLike(readOsRelease())) {
    return { what, state: "missing", detail: "", fix: `install ${command.command}` };
  }
  const detail = isRoot() ? "a drill installs it (--no-setup forbids that)" : "";
  return { what, state: "missing", detail, fix: isRoot() ? install : `sudo ${install}` };
};

/** The first line with a number in it; `ip` and `unshare` spell the flag in two ways. */
const versionOf = async (path: string): Promise<string> => {
  const run = await execa(path, [path.endsWith("/ip") ? "-V" : "--version"], {
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: 5000,
  });
  return (
    run.all
      .split("\n")
      .find((line) => /\d/.test(line))
      ?.trim() ?? path
  );
};

const privateEngine = (): Finding[] => {
  const paths = enginePaths();
  const holders = leaseHolders(paths).map(({ pid }) => `process ${pid}`);
  const record = readRecord(paths.recordFile);
  const kept = record?.kept && livenessOf(record.engine) === "alive";
  const idle = kept ? "it holds a kept machine, which `drill clean` removes" : "not running";
  const detail = holders.length > 0 ? `in use by ${holders.join(", ")}` : idle;
  return [{ what: `the private engine in ${paths.stateDir}`, state: "found", detail, fix: "" }];
};
