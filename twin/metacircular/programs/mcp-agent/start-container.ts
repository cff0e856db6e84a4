import type { StartAction } from "./events.ts";
import type { PodmanContainer } from "./podman.ts";
import type { RegisteredComponent } from "./registered-component.ts";
import { PodmanError, runPodman } from "./run-podman.ts";

/** Quotes are escaped where podman says it in a log line. */
const MOUNT_POINT_IN_USE = /replacing mount point \\?"(\/[^"\\]+\/merged)\\?"/;
const NAME_TAKEN = /container name ".*" is already in use/;

type Begin = (component: RegisteredComponent, limitMs: number) => Promise<StartAction>;

type Present = ReadonlyMap<string, PodmanContainer>;

/** How much of `limitMs` is left, from now on. */
const clockFrom = (limitMs: number): (() => number) => {
  const end = performance.now() + limitMs;
  return () => end - performance.now();
};

/**
 * Removes what podman or its storage has of this name. A container that was killed may have left files in its mount
 * point, and while they are there it cannot be removed: they are of no use to anybody, its file system is elsewhere.
 */
const remove = async (name: string, limitMs: number): Promise<void> => {
  const leftMs = clockFrom(limitMs);
  try {
    await runPodman(["rm", "--force", name], leftMs());
  } catch (error) {
    const mountPoint = error instanceof PodmanError ? MOUNT_POINT_IN_USE.exec(error.message)?.[1] : undefined;
    if (mountPoint === undefined) throw error;
    await runPodman(["unshare", "find", mountPoint, "-xdev", "-mindepth", "1", "-delete"], leftMs());
    await runPodman(["rm", "--force", name], leftMs());
  }
};

const run = async ({ runArgs }: RegisteredComponent, limitMs: number): Promise<"run"> => {
  await runPodman(runArgs, limitMs);
  return "run";
};

/** Runs the component anew, in place of a container of its name. */
export const replaceContainer =
  (present: Present): Begin =>
  async (component, limitMs) => {
    const leftMs = clockFrom(limitMs);
    if (present.has(component.name)) await remove(component.name, leftMs());
    try {
      return await run(component, leftMs());
    } catch (error) {
      // Without its database podman lists no container, but its storage still has the name.
      if (!(error instanceof PodmanError) || !NAME_TAKEN.test(error.message)) throw error;
      await remove(component.name, leftMs());
      return run(component, leftMs());
    }
  };

/** Starts what exists, and makes anew what does not, or does not start. */
export const recoverContainer =
  (present: Present): Begin =>
  async (component, limitMs) => {
    const leftMs = clockFrom(limitMs);
    const container = present.get(component.name);
    if (container?.state === "running") return "already running";
    if (container !== undefined) {
      try {
        await runPodman(["start", component.name], leftMs());
        return "start";
      } catch (error) {
        if (!(error instanceof PodmanError)) throw error;
      }
    }
    await remove(component.name, leftMs());
    return run(component, leftMs());
  };
