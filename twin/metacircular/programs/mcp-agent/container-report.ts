import type { Podman, PodmanContainer } from "./podman.ts";
import type { RegisteredComponent } from "./registered-component.ts";
import { PODMAN_MISSING } from "./run-podman.ts";

/** One container of the agent's report: the registered one, joined with podman's. */
export type ContainerReport = {
  readonly name: string;
  /** `null`: it is not registered. */
  readonly service: string | null;
  readonly stage: number | null;
  readonly image: string;
  /** `unregistered`: podman has it, the registry does not. */
  readonly state: "running" | "exited" | "missing" | "unregistered";
  /** podman's state, `null` when it has no such container. */
  readonly podmanState: string | null;
  readonly podmanStatus: string | null;
  /** `healthy`, or the reason why not; `null`: not asked, because it does not run or has no health URL. */
  readonly health: string | null;
};

export type ContainersAnswer = {
  readonly node: string;
  readonly containers: readonly ContainerReport[];
  /** A note that is not an error. */
  readonly note?: string;
};

type AskHealth = (component: RegisteredComponent) => Promise<string | undefined>;

const registeredReport = async (
  component: RegisteredComponent,
  container: PodmanContainer | undefined,
  askHealth: AskHealth,
): Promise<ContainerReport> => {
  const { name, service, stage, image } = component;
  const isRunning = container?.state === "running";
  return {
    name,
    service,
    stage,
    image: container?.image ?? image,
    state: container === undefined ? "missing" : isRunning ? "running" : "exited",
    podmanState: container?.state ?? null,
    podmanStatus: container?.status ?? null,
    health: isRunning ? ((await askHealth(component)) ?? "healthy") : null,
  };
};

const unregisteredReport = ({ name, image, state, status }: PodmanContainer): ContainerReport => ({
  name,
  service: null,
  stage: null,
  image,
  state: "unregistered",
  podmanState: state,
  podmanStatus: status,
  health: null,
});

/** The report without podman: nothing runs, which is right on a machine without containers. */
const containersOrNone = async (
  podman: Podman,
): Promise<{
  readonly containers: readonly PodmanContainer[];
  readonly note?: string;
}> => {
  try {
    return { containers: await podman.containers() };
  } catch (error) {
    if ((error as Error).message !== PODMAN_MISSING) throw error;
    return { containers: [], note: PODMAN_MISSING };
  }
};

/** The registry joined with podman's list, in the order of the stages. @throws PodmanError */
export const reportContainers = async (
  registered: readonly RegisteredComponent[],
  askHealth: AskHealth,
  podman: Podman,
): Promise<Omit<ContainersAnswer, "node">> => {
  const { containers, ...note } = await containersOrNone(podman);
  const byName = new Map(containers.map((container) => [container.name, container]));
  const known = new Set(registered.map(({ name }) => name));
  const reports = await Promise.all(
    registered.map((component) => registeredReport(component, byName.get(component.name), askHealth)),
  );
  const others = containers.filter(({ name }) => !known.has(name)).map(unregisteredReport);
  return { containers: [...reports, ...others], ...note };
};
