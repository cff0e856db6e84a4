import http from "node:http";
import type Docker from "dockerode";
import { hostSlowness } from "../pace.ts";
import { withDeadline } from "./deadline.ts";

/** For the first calls: Podman that systemd starts at its socket makes its storage before it answers one. */
const firstAnswerMs = 60_000 * hostSlowness;

/** A container engine that answers. */
export interface Engine extends AsyncDisposable {
  readonly docker: Docker;
  /** What another program needs in DOCKER_HOST to reach the same engine. */
  readonly dockerHost: string;
  /** Engine and version, such as "Docker 20.10.24, private". */
  readonly name: string;
  /** Podman, that answers as Docker does, but not in everything. */
  readonly podman: boolean;
  /** Its networks are in a namespace of their own, without any way out: nothing can be pulled either. */
  readonly isolated: boolean;
  /** Run by a user who is not root: its networks are in a namespace of its own, its machines have that user's ids. */
  readonly rootless: boolean;
  /** Whether its containers have control groups of their own. */
  readonly givesCgroups: boolean;
  /** Whether packages that are missing on the host may be installed. */
  readonly setup: boolean;
  /** Lets an engine of ours live on when this process ends; one of the user's does so anyway. */
  keep(): Promise<void>;
}

/** The label of a private engine's daemon. */
const privateLabel = "drillbook.private";

/** A client of the engine at this address, in the form of DOCKER_HOST. */
export const connect = async (dockerHost: string): Promise<Docker> => {
  const { default: Client } = await import("dockerode");
  // For testcontainers' client, too, to which no agent can be given. Where the harness was busy while the engine closed a
  // connection that was kept, the next call would be written into it (EPIPE).
  http.globalAgent = new http.Agent({ keepAlive: false });
  if (dockerHost.startsWith("unix://")) return new Client({ socketPath: dockerHost.slice("unix://".length) });
  // Other forms, and TLS with its certificates, the client reads from the environment itself.
  process.env["DOCKER_HOST"] = dockerHost;
  return new Client();
};

/** Whether this is the name of a Podman. */
export const isPodman = (name: string): boolean => name.startsWith("Podman ");

/** The engine's name and version as a person knows it. */
export const nameOf = async (docker: Docker): Promise<string> => {
  const version = await withDeadline("GET /version", docker.version(), firstAnswerMs);
  const podman = version.Components?.find((component) => component.Name.startsWith("Podman"));
  return podman ? `Podman ${podman.Version}` : `Docker ${version.Version}`;
};

/** What an engine says of itself, in the words that Docker and Podman share. */
type EngineTraits = {
  /** One of ours. */
  readonly isPrivate: boolean;
  readonly rootless: boolean;
  /** Of control groups, on the engine's host. */
  readonly cgroupVersion: "1" | "2" | undefined;
  /** Whether containers have control groups of their own: rootless Docker without systemd gives them none. */
  readonly givesCgroups: boolean;
};

/** Source: GET /info of Docker 20.10 to 28 and Podman 4.3 to 5.8 */
export const traitsOf = async (docker: Docker): Promise<EngineTraits> => {
  const info: {
    readonly Labels?: readonly string[] | null;
    readonly SecurityOptions?: readonly string[] | null;
    readonly CgroupVersion?: string;
    readonly CgroupDriver?: string;
  } = await withDeadline("GET /info", docker.info(), firstAnswerMs);
  return {
    isPrivate: info.Labels?.some((label) => label.startsWith(`${privateLabel}=`)) ?? false,
    rootless: info.SecurityOptions?.includes("name=rootless") ?? false,
    cgroupVersion: info.CgroupVersion === "1" || info.CgroupVersion === "2" ? info.CgroupVersion : undefined,
    givesCgroups: info.CgroupDriver !== "none",
  };
};
