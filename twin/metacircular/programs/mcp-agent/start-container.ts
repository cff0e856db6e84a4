import type { StartAction } from "./events.ts";
import type { Podman, PodmanContainer } from "./podman.ts";
import type { RegisteredComponent } from "./registered-component.ts";
import { PodmanError } from "./run-podman.ts";

/** Quotes are escaped where podman says it in a log line. */
const MOUNT_POINT_IN_USE = /replacing mount point \\?"(\/[^"\\]+\/merged)\\?"/;
const NAME_TAKEN = /container name ".*" is already in use/;

type Begin = (component: RegisteredComponent, limitMs: number) => Promise<StartAction>;

/** What a container is started with. */
export type Starting = {
  readonly podman: Podman;
  /** What podman had before anything was started. */
  readonly present: ReadonlyMap<string, PodmanContainer>;
  readonly now: () => number;
};

/** How much of `limitMs` is left, from now on. */
const clockFrom = ({ now }: Starting, limitMs: number): (() => number) => {
  const end = now() + limitMs;
  return () => end - now();
};

/**
 * Removes what podman or its storage has of this name. A container that was killed may have left files in its mount
 * point, and while they are there it cannot be removed: they are of no use to anybody, its file system is elsewhere.
 */
const remove = async (starting: Starting, name: string, limitMs: number): Promise<void> => {
  const leftMs = clockFrom(starting, limitMs);
  const { podman } = starting;
  try {
    await podman.run(["rm", "--force", name], leftMs());
  } catch (error) {
    const mountPoint = error instanceof PodmanError ? MOUNT_POINT_IN_USE.exec(error.message)?.[1] : undefined;
    if (mountPoint === undefined) throw error;
    await podman.run(["unshare", "find", mountPoint, "-xdev", "-mindepth", "1", "-delete"], leftMs());
    await podman.run(["rm", "--force", name], leftMs());
  }
};

const run = async (
  { podman }: Starting,
  { runArgs }: RegisteredComponent,
  limitMs: number,
): Promise<"run"> => {
  await podman.run(runArgs, limitMs);
  return "run";
};

/** Runs the component anew, in place of a container of its name. */
export const replaceContainer =
  (starting: Starting): Begin =>
  async (component, limitMs) => {
    const leftMs = clockFrom(starting, limitMs);
    if (starting.present.has(component.name)) await remove(starting, component.name, leftMs());
    try {
      return await run(starting, component, leftMs());
    } catch (error) {
      // Without its database podman lists no container, but its storage still has the name.
      if (!(error instanceof PodmanError) || !NAME_TAKEN.test(error.message)) throw error;
      await remove(starting, component.name, leftMs());
      return run(starting, component, leftMs());
    }
  };

/** Starts what exists, and makes anew what does not, or does not start. */
export const recoverContainer =
  (starting: Starting): Begin =>
  async (component, limitMs) => {
    const leftMs = clockFrom(starting, limitMs);
    const container = starting.present.get(component.name);
    if (container?.state === "running") return "already running";
    if (container !== undefined) {
      try {
        await starting.podman.run(["start", component.name], leftMs());
        return "start";
      } catch (error) {
        if (!(error instanceof PodmanError)) throw error;
      }
    }
    await remove(starting, component.name, leftMs());
    return run(starting, component, leftMs());
  };
