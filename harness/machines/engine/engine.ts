import type Docker from "dockerode";
import { withDeadline } from "./deadline.ts";

/** A container engine that answers. */
export interface Engine extends AsyncDisposable {
  readonly docker: Docker;
  /** What another program needs in DOCKER_HOST to reach the same engine. */
  readonly dockerHost: string;
  /** For example "Docker 20.10.24, private". */
  readonly name: string;
  /** Podman, that answers as Docker does, but not in everything. */
  readonly podman: boolean;
  /** Its networks are in a namespace of their own, without any way out: nothing can be pulled either. */
  readonly isolated: boolean;
  /** Whether packages that are missing on the host may be installed. */
  readonly setup: boolean;
  /** Lets an engine of ours live on when this process ends; one of the user's does so anyway. */
  keep(): Promise<void>;
}

/** The label of a private engine's daemon. */
export const privateLabel = "drillbook.private";

/** A client of the engine at this address, in the form of DOCKER_HOST. */
export const connect = async (dockerHost: string): Promise<Docker> => {
  const { default: Client } = await import("dockerode");
  if (dockerHost.startsWith("unix://")) return new Client({ socketPath: dockerHost.slice("unix://".length) });
  // Other forms, and TLS with its certificates, the client reads from the environment itself.
  process.env["DOCKER_HOST"] = dockerHost;
  return new Client();
};

/** Whether this is the name of a Podman. */
export const isPodman = (name: string): boolean => name.startsWith("Podman ");

/** The engine's name and version as a person knows it. */
export const nameOf = async (docker: Docker): Promise<string> => {
  const version = await withDeadline("GET /version", docker.version());
  const podman = version.Components?.find((component) => component.Name.startsWith("Podman"));
  return podman ? `Podman ${podman.Version}` : `Docker ${version.Version}`;
};

export const isPrivate = async (docker: Docker): Promise<boolean> => {
  const info: { Labels?: string[] | null } = await withDeadline("GET /info", docker.info());
  return info.Labels?.some((label) => label.startsWith(`${privateLabel}=`)) ?? false;
};
