import type { Run } from "../lib/run.ts";
import { findPodman, PodmanError, type PodmanOutput, runPodman } from "./run-podman.ts";

const LOOK_LIMIT_MS = 10_000;

export type PodmanContainer = {
  readonly name: string;
  readonly image: string;
  /** podman's state, such as `running` or `created`. */
  readonly state: string;
  /** podman's status, such as `Exited (0) 3 minutes ago`. */
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

/** The podman that an agent finds in its PATH. */
export class Podman {
  readonly #environment: Run["environment"];
  readonly #lookLimitMs: number;
  readonly #versions = new Map<string, string>();

  constructor({ environment, patience }: Pick<Run, "environment" | "patience">) {
    this.#environment = environment;
    this.#lookLimitMs = LOOK_LIMIT_MS * patience;
  }

  /** Its output. @throws PodmanError when it is missing, takes longer, or exits with anything but 0 */
  run(args: readonly string[], limitMs = this.#lookLimitMs): Promise<PodmanOutput> {
    return runPodman(args, limitMs, this.#environment);
  }

  /** Its version, asked once. @throws PodmanError */
  async version(): Promise<string> {
    const file = findPodman(this.#environment);
    const known = this.#versions.get(file);
    if (known !== undefined) return known;
    const { stdout } = await this.run(["--version"]);
    const version = stdout.trim().split(" ").at(-1) ?? "";
    this.#versions.set(file, version);
    return version;
  }

  /** Every container that it knows. @throws PodmanError */
  async containers(): Promise<readonly PodmanContainer[]> {
    const { stdout } = await this.run(["ps", "--all", "--format", "json"]);
    try {
      // Without containers podman prints an empty list, some versions nothing.
      return (JSON.parse(stdout.trim() || "[]") as unknown[]).map(containerFrom);
    } catch {
      throw new PodmanError(`podman ps: printed no list: ${stdout.slice(0, 200)}`);
    }
  }

  /** The last lines that the container printed, or why they cannot be read. */
  async log(name: string, lines: number): Promise<readonly string[]> {
    try {
      const { output } = await this.run(["logs", "--tail", String(lines), name]);
      return output === "" ? [] : output.trimEnd().split("\n").slice(-lines);
    } catch (error) {
      return [(error as Error).message];
    }
  }
}
