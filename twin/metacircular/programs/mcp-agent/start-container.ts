import type { StartAction } from "./events.ts";
import type { Podman, PodmanContainer } from "./podman.ts";
import type { RegisteredComponent } from "./registered-component.ts";
import { PodmanError } from "./run-podman.ts";

/** Quotes are escaped when podman prints it as a log line. */
const MOUNT_POINT_IN_USE = /replacing mount point \\?"(\/[^"\\]+\/merged)\\?"/;
const NAME_TAKEN = /container name ".*" is already in use/;

type Begin = (component: RegisteredComponent, limitMs: number) => Promise<StartAction>;

/** The inputs of a container's start. */
export type Starting = {
  readonly podman: Podman;
  /** podman's containers before the first start. */
  readonly present: ReadonlyMap<string, PodmanContainer>;
  readonly now: () => number;
};

/** The rest of `limitMs`, counted from this call. */
const clockFrom = ({ now }: Starting, limitMs: number): (() => number) => {
  const end = now() + limitMs;
  return () => end - now();
};

/**
 * Removes this name from podman and its storage. A killed container may have left files in its mount point that block
 * its removal; they are useless, because its file system is elsewhere.
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

/** Creates the component's container anew, in place of one with its name. */
export const replaceContainer =
  (starting: Starting): Begin =>
  async (component, limitMs) => {
    const leftMs = clockFrom(starting, limitMs);
    if (starting.present.has(component.name)) await remove(starting, component.name, leftMs());
    try {
      return await run(starting, component, leftMs());
    } catch (error) {
      // Without its database podman lists no containers, but its storage still has the name.
      if (!(error instanceof PodmanError) || !NAME_TAKEN.test(error.message)) throw error;
      await remove(starting, component.name, leftMs());
      return run(starting, component, leftMs());
    }
  };

/** Starts an existing container; creates one that is missing or does not start. */
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
