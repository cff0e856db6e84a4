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
  /** `bridge` is podman's default network; to a rootless account that is pasta. */
  readonly network: "bridge" | "host";
  readonly ports: readonly PublishedPort[];
  /** Ports the program opens by itself; only with the network of the host. */
  readonly listens: readonly number[];
  /** `host path:container path`. */
  readonly volumes: readonly string[];
  /** `uid:gid` inside the container. */
  readonly user: string | undefined;
  readonly restart: "no" | "on-failure" | "always" | "unless-stopped";
  readonly args: readonly string[];
  /** Stages start one after another, from 1; a stage is healthy before the next begins. */
  readonly stage: number;
  /** Why it starts in this stage: a sentence. */
  readonly stageReason: string;
  /** Components, by name, that have to work before this one can; none of them starts in a later stage. */
  readonly needs: readonly string[];
  /** Answers 200 when the component works; asked on the machine itself. */
  readonly healthUrl: string;
  /** Certificates of the machine that the answer's is checked against; `undefined`: the machine's usual ones. */
  readonly healthCa: string | undefined;
  readonly dataDir: string;
  /** SQLite file, where the component owns one. */
  readonly databaseFile: string | undefined;
};

/** A service as its definition file tells it. */
export type ServiceDefinition = {
  readonly name: string;
  readonly components: readonly Component[];
};
