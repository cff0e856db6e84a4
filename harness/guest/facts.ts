import { readFileSync } from "node:fs";
import { release } from "node:os";
import { type AgentFacts, protocolVersion } from "./protocol.ts";

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** The kernel's boot id and the start of process 1; a restart of a container changes only the second. */
const bootId = (): string => {
  const kernel = read("/proc/sys/kernel/random/boot_id").trim();
  const afterName = read("/proc/1/stat").split(") ").at(-1) ?? "";
  return `${kernel}/${afterName.split(" ")[19] ?? ""}`;
};

export const agentFacts = (): AgentFacts => ({
  protocol: protocolVersion,
  pid: process.pid,
  bootId: bootId(),
  kernel: release(),
  os: /^PRETTY_NAME="?(.*?)"?$/m.exec(read("/etc/os-release"))?.[1] ?? "",
  node: process.version,
  monotonicMs: performance.now(),
});
