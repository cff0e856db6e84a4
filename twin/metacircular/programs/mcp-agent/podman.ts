import { PATIENCE } from "../lib/patience.ts";
import { findPodman, PodmanError, runPodman } from "./run-podman.ts";

const LOOK_LIMIT_MS = 10_000 * PATIENCE;

export type PodmanContainer = {
  readonly name: string;
  readonly image: string;
  /** podman's own word, such as `running` or `created`. */
  readonly state: string;
  /** podman's own sentence, such as `Exited (0) 3 minutes ago`. */
  readonly status: string;
};

const containerFrom = (item: unknown): PodmanContainer => {
  const fields = item as Readonly<Record<string, unknown>>;
  const names = fields["Names"];
  return {
    name: String(Array.isArray(names) ? names[0] : names),
    image: String(fields["Image"] ?? ""),
    state: String(fields["State"] ?? "").toLowerCase(),
    status: String(fields["Status"] ?? ""),
  };
};

const versions = new Map<string, string>();

/** The version of the podman in PATH, asked once. @throws PodmanError */
export const podmanVersion = async (): Promise<string> => {
  const file = findPodman();
  const known = versions.get(file);
  if (known !== undefined) return known;
  const { stdout } = await runPodman(["--version"], LOOK_LIMIT_MS);
  const version = stdout.trim().split(" ").at(-1) ?? "";
  versions.set(file, version);
  return version;
};

/** Every container that podman knows. @throws PodmanError */
export const podmanContainers = async (): Promise<readonly PodmanContainer[]> => {
  const { stdout } = await runPodman(["ps", "--all", "--format", "json"], LOOK_LIMIT_MS);
  try {
    // No container at all is printed as an empty list, and by some versions as nothing.
    return (JSON.parse(stdout.trim() || "[]") as unknown[]).map(containerFrom);
  } catch {
    throw new PodmanError(`podman ps: printed no list: ${stdout.slice(0, 200)}`);
  }
};

/** The last lines that the container printed, or why they cannot be had. */
export const podmanLog = async (name: string, lines: number): Promise<readonly string[]> => {
  try {
    const { output } = await runPodman(["logs", "--tail", String(lines), name], LOOK_LIMIT_MS);
    return output === "" ? [] : output.trimEnd().split("\n").slice(-lines);
  } catch (error) {
    return [(error as Error).message];
  }
};
