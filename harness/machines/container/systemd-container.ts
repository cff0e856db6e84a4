import type { Container } from "dockerode";
import {
  type ContainerRuntimeClient,
  GenericContainer,
  getContainerRuntimeClient,
  type StartedTestContainer,
  type WaitStrategy,
} from "testcontainers";
import { MachineError } from "../../errors.ts";
import type { MachineSpec } from "../../scenario/rig.ts";
import { startTimeoutMs, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import type { RigLabels } from "../engine/labels.ts";
import type { ContainerNetworks } from "./container-networks.ts";
import { machineCreateOptions, machineHostConfig } from "./create-options.ts";
import type { SystemdSettings } from "./systemd-settings.ts";

let connected: { readonly dockerHost: string; readonly client: Promise<ContainerRuntimeClient> } | undefined;

/**
 * testcontainers' client for our engine. It looks for one by itself, once a process, and so is told by the
 * environment, for that moment only: other engines may be opened later.
 */
export const runtimeClient = (engine: Engine): Promise<ContainerRuntimeClient> => {
  if (connected !== undefined && connected.dockerHost !== engine.dockerHost) {
    throw new MachineError("testcontainers can work with one engine in a process", {
      expected: connected.dockerHost,
      got: engine.dockerHost,
    });
  }
  connected ??= { dockerHost: engine.dockerHost, client: connectTo(engine) };
  return connected.client;
};

/** The environment variables that testcontainers reads while it connects. */
const settings = (dockerHost: string): Record<string, string> => ({
  DOCKER_HOST: dockerHost,
  // No port is ever published, so the host's address does not matter; to find it, it would start a container. Not a name:
  // it would be looked up, and on a host that does not know it testcontainers finds no engine.
  TESTCONTAINERS_HOST_OVERRIDE: "127.0.0.1",
});

const connectTo = async (engine: Engine): Promise<ContainerRuntimeClient> => {
  const wanted = settings(engine.dockerHost);
  const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, wanted);
  try {
    return await withDeadline("GET /info", getContainerRuntimeClient());
  } catch (error) {
    throw await withEngineAnswer(engine, error);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
};

/** testcontainers does not say why it found no engine: this one is asked. */
const withEngineAnswer = async ({ docker, dockerHost }: Engine, error: unknown): Promise<unknown> => {
  if (!(error instanceof MachineError) || error.facts.got === undefined) return error;
  const answer = await withDeadline("GET /info", docker.info()).then(
    ({ ServerVersion }) => `it answers: version ${ServerVersion}`,
    (refused: MachineError) => refused.facts.got ?? refused.message,
  );
  const got = `${error.facts.got}\nthe engine at ${dockerHost}: ${answer}`;
  return new MachineError("testcontainers did not reach the container engine", { ...error.facts, got });
};

type SystemdContainerOptions = {
  readonly engine: Engine;
  readonly image: string;
  readonly machine: MachineSpec;
  readonly networks: ContainerNetworks;
  /** @default what the usual release needs: nothing */
  readonly settings?: SystemdSettings;
  readonly rig: RigLabels;
  /** Resolves when the machine is up. */
  readonly untilReady: (container: Container) => Promise<void>;
};

/** A container with systemd as process 1, in several networks, with options that testcontainers does not have. */
export class SystemdContainer extends GenericContainer {
  readonly #options: SystemdContainerOptions;

  constructor(options: SystemdContainerOptions) {
    super(options.image);
    this.#options = options;
    const { machine, rig, settings } = options;
    const networks = options.networks.optionsOf(machine);
    const { Labels, ...create } = machineCreateOptions(machine, networks, rig, settings?.env);
    Object.assign(this.createOpts, create);
    this.withLabels(Labels ?? {});
    const { NetworkMode, ...host } = machineHostConfig(networks, options.engine);
    Object.assign(this.hostConfig, host);
    this.withNetworkMode(NetworkMode ?? "none");
    // Its reaper is an image that has to be pulled; leftovers are found by label instead.
    this.withAutoCleanup(false);
    this.withWaitStrategy(waitStrategy(options.untilReady));
  }

  /** Not before testcontainers has its client: until then each start looks for an engine of its own, by an environment that is another's. */
  override async start(): Promise<StartedTestContainer> {
    await runtimeClient(this.#options.engine);
    return await super.start();
  }

  protected override async containerCreated(containerId: string): Promise<void> {
    await this.#options.networks.join(this.#options.machine, containerId);
  }
}

const waitStrategy = (untilReady: (container: Container) => Promise<void>): WaitStrategy => {
  const strategy: WaitStrategy = {
    waitUntilReady: (container) => untilReady(container),
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => startTimeoutMs,
  };
  return strategy;
};
