/** Where a port is published: a network of the machine, or the loopback address only. */
export type PublishedOn = "lan" | "tailnet" | "loopback";

export type PublishedPort = {
  readonly on: PublishedOn;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: "tcp" | "udp";
};

/** One container of a service, with every parameter that it needs to run. */
export type Component = {
  /** The name of the container. */
  readonly name: string;
  /** The service it is part of. */
  readonly service: string;
  /** The machine it runs on. */
  readonly node: string;
  readonly image: string;
  /** `bridge` is podman's default network; pasta for a rootless account. */
  readonly network: "bridge" | "host";
  readonly ports: readonly PublishedPort[];
  /** Ports that the program opens itself; only with the host's network. */
  readonly listens: readonly number[];
  /** `host path:container path`. */
  readonly volumes: readonly string[];
  /** `uid:gid` inside the container. */
  readonly user: string | undefined;
  readonly restart: "no" | "on-failure" | "always" | "unless-stopped";
  readonly args: readonly string[];
  /** Stages start one after another, from 1; a stage is healthy before the next begins. */
  readonly stage: number;
  /** One sentence: why it starts in this stage. */
  readonly stageReason: string;
  /** Names of the components that must work first; none of them is in a later stage. */
  readonly needs: readonly string[];
  /**
   * A URL that answers 200 when the component works; at `grpcs://host:port` the standard health service of gRPC answers
   * `SERVING`. Requested on the machine itself.
   */
  readonly healthUrl: string;
  /** File of trusted certificates for the health URL; `undefined`: the machine's trust store. */
  readonly healthCa: string | undefined;
  readonly dataDir: string;
  /** SQLite file, where the component owns one. */
  readonly databaseFile: string | undefined;
};

/** The service of a definition file. */
export type ServiceDefinition = {
  readonly name: string;
  readonly components: readonly Component[];
};
