import { readFileSync } from "node:fs";
import { HostNotReadyError } from "../errors.ts";

/** The oldest Node that the package's own package.json admits, such as "22.22". */
const oldestNode = (): string => {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { engines: { node: string } }).engines.node.replace(">=", "");
};

/** @throws HostNotReadyError when this Node is older than the package needs: later it would end with a message of its own */
export const assertNode = (version = process.versions.node, oldest = oldestNode()): void => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new HostNotReadyError("this Node is too old for drillbook", {
    expected: `Node ${oldest} or newer`,
    got: `Node ${version}`,
    next: "install a newer Node, then run the same command again",
  });
};
