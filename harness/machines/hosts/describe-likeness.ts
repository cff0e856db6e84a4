import { existsSync } from "node:fs";
import type { Engine } from "../engine/engine.ts";
import type { Finding } from "../engine/finding.ts";
import { isRoot, readOsRelease } from "../engine/host-commands.ts";
import { textIn } from "../files.ts";
import { hostRows } from "./hosts.ts";
import { type HostTraits, nearestRow, releaseOf } from "./like.ts";

const what = "the most similar host that drills were tried on";

/** What this host is, with the engine that runs or the private one that root's drill would start. */
const traitsHere = (engine: Pick<Engine, "podman" | "rootless"> | undefined): HostTraits => ({
  release: releaseOf(readOsRelease()),
  cgroups: existsSync("/sys/fs/cgroup/cgroup.controllers") ? "2" : "1",
  engine: engine?.podman === true ? "podman" : "docker",
  rootless: engine?.rootless ?? false,
  private: engine === undefined,
  user: isRoot() ? "root" : "other",
});

/** Which row of the table of hosts this host is like, and in what it differs. */
export const likenessFinding = (host: HostTraits, rows = hostRows()): Finding => {
  const nearest = nearestRow(rows, host);
  if (nearest === undefined) return { what, state: "missing", detail: "no host was tried yet", fix: "" };
  const { row, differsIn } = nearest;
  const seen = `${row.host}, ${row.engineName} (seen ${row.seenOn}, kernel ${row.kernel}: ${row.result})`;
  return differsIn.length === 0
    ? { what, state: "found", detail: `this one: ${seen}`, fix: "" }
    : { what, state: "missing", detail: `${seen}; this one differs in: ${differsIn.join(", ")}`, fix: "" };
};

export const describeLikeness = (engine: Pick<Engine, "podman" | "rootless"> | undefined): Finding =>
  likenessFinding(traitsHere(engine));

/** The bare tree of version 2 beside version 1; there is none where version 2 is all. */
const unified = "/sys/fs/cgroup/unified/cgroup.subtree_control";

/**
 * On a host with both versions, a controller in version 2 makes crun refuse every container of every machine: "cgroups
 * in hybrid mode not supported, drop all controllers from cgroupv2", exit 126.
 */
export const describeHybrid = (controllers = textIn(unified)): Finding[] => {
  const names = controllers?.trim().split(/\s+/).filter(Boolean) ?? [];
  if (names.length === 0) return [];
  const off = names.map((name) => `-${name}`).join(" ");
  return [
    {
      what: "control groups of one version",
      state: "missing",
      detail: `version 1, and version 2 has ${names.join(", ")}: crun starts no container in a machine`,
      fix: `echo '${off}' > ${unified}`,
    },
  ];
};
