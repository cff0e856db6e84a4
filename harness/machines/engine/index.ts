import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import type { OnProgress } from "../rig-host.ts";
import { ensureCommands } from "./apt-install.ts";
import { enginePaths } from "./cache-paths.ts";
import { requireControlGroups } from "./control-groups.ts";
import { connect, type Engine, isPodman, nameOf, traitsOf } from "./engine.ts";
import { pingSocket, usualSockets } from "./engine-socket.ts";
import { holdService } from "./hold-service.ts";
import { engineCommands, isRoot } from "./host-commands.ts";
import { leaseEngine } from "./lease.ts";
import { noEngineForUser, type PassedOver } from "./no-engine.ts";
import { requireIds } from "./subordinate-ids.ts";

/** systemd accepts on the socket of an engine that it starts only then; a socket without an owner refuses at once. */
const pingMs = 20_000 * hostSlowness;

type EngineOptions = {
  /** Whether missing packages may be installed. */
  readonly setup: boolean;
  /** `private`: no engine of the user's is looked for. @default "auto" */
  readonly prefer?: "auto" | "private";
  readonly onProgress: OnProgress;
};

/**
 * The engine that DOCKER_HOST names, else one at the usual sockets, else the private one, which ends with the last command that has it.
 * @throws HostNotReadyError when none answers and none can be started
 */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  if (options.prefer !== "private") {
    const found = await findEngine(options);
    if (found) {
      requireControlGroups(found);
      requireIds(found);
      return found.podman ? held(found) : found;
    }
  }
  return openPrivate(options);
};

const held = async (engine: Engine): Promise<Engine> => {
  const letGo = await holdService(engine.docker);
  return {
    ...engine,
    [Symbol.asyncDispose]: async () => {
      letGo();
      await engine[Symbol.asyncDispose]();
    },
  };
};

/** The user's own engine, when one runs. @throws HostNotReadyError when DOCKER_HOST names one that does not answer */
export const findEngine = async ({
  setup,
  onProgress,
}: Pick<EngineOptions, "setup" | "onProgress">): Promise<Engine | undefined> => {
  const named = process.env["DOCKER_HOST"];
  if (named) return openNamed(named, setup);
  const { socket, passedOver } = await lookForSocket();
  for (const one of passedOver) onProgress(`passed over ${one.socket}: ${one.reason}`);
  return socket === undefined ? undefined : usersEngine(`unix://${socket}`, setup);
};

const lookForSocket = async (): Promise<{ socket?: string; passedOver: PassedOver[] }> => {
  const passedOver: PassedOver[] = [];
  for (const socket of usualSockets()) {
    const answer = await pingSocket(socket, onThisHost(pingMs));
    if (answer === true) return { socket, passedOver };
    if (answer !== "ENOENT") passedOver.push({ socket, reason: answer });
  }
  return { passedOver };
};

const openNamed = async (dockerHost: string, setup: boolean): Promise<Engine> => {
  const docker = await connect(dockerHost);
  try {
    await Promise.race([docker.ping(), expire()]);
  } catch (cause) {
    throw new HostNotReadyError("the container engine that DOCKER_HOST names does not answer", {
      expected: `an engine at ${dockerHost}`,
      got: cause instanceof Error ? cause.message : String(cause),
      next: "start it, or unset DOCKER_HOST to use another engine",
      cause,
    });
  }
  return usersEngine(dockerHost, setup);
};

const expire = (): Promise<never> => {
  const limitMs = onThisHost(pingMs);
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs).unref();
  });
};

const usersEngine = async (dockerHost: string, setup: boolean): Promise<Engine> => {
  const docker = await connect(dockerHost);
  const [name, { isPrivate, rootless, givesCgroups }] = await Promise.all([nameOf(docker), traitsOf(docker)]);
  return {
    docker,
    dockerHost,
    name: [name, ...(isPrivate ? ["private"] : []), ...(rootless ? ["rootless"] : [])].join(", "),
    podman: isPodman(name),
    isolated: isPrivate,
    rootless,
    givesCgroups,
    setup,
    keep: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
};

const refuseUser = async (prefer: EngineOptions["prefer"]): Promise<HostNotReadyError> =>
  prefer === "private"
    ? new HostNotReadyError("only root can start a private container engine", {
        next: `${drillCommand(["…"], [], { sudo: true })}, or the same command without --engine private`,
      })
    : noEngineForUser((await lookForSocket()).passedOver);

const openPrivate = async (options: EngineOptions): Promise<Engine> => {
  if (process.platform !== "linux") {
    throw new HostNotReadyError("no container engine answers", {
      claimed: `a private engine runs on Linux only, and this is ${process.platform}`,
      next: "start Docker or Podman, and set DOCKER_HOST when its socket is not at a default path",
    });
  }
  // Before anything else: what would be installed for a private engine is of no use to this user.
  if (!isRoot()) throw await refuseUser(options.prefer);
  await ensureCommands(engineCommands, options);
  if (!options.setup) {
    throw new HostNotReadyError("no container engine answers, and --no-setup forbids starting one", {
      expected: "Docker or Podman, at DOCKER_HOST or at a default socket",
      got: "none answers",
      next: "systemctl start docker, or run the same command without --no-setup",
    });
  }
  const paths = enginePaths();
  const [lease, docker] = await Promise.all([
    leaseEngine(paths, options.onProgress),
    connect(`unix://${paths.socket}`),
  ]);
  const name = await nameOf(docker).catch(async (error) => {
    await lease[Symbol.asyncDispose]();
    throw error;
  });
  return {
    docker,
    dockerHost: `unix://${lease.socket}`,
    name: `${name}, private`,
    podman: false,
    isolated: true,
    rootless: false,
    givesCgroups: true,
    setup: options.setup,
    keep: () => lease.keep(),
    [Symbol.asyncDispose]: () => lease[Symbol.asyncDispose](),
  };
};
