import type { PublishedOn, PublishedPort } from "./definition.ts";

const PORT = /^(lan|tailnet|loopback):(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/;

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/** The port that `lan:53:53/udp` names, `undefined` when it is not written like that. Without a protocol: tcp. */
export const parsePublishedPort = (text: string): PublishedPort | undefined => {
  const [, on, host, container, protocol] = PORT.exec(text) ?? [];
  const port = {
    on: on as PublishedOn,
    hostPort: Number(host),
    containerPort: Number(container),
    protocol: protocol === "udp" ? "udp" : "tcp",
  } as const;
  return on !== undefined && isPort(port.hostPort) && isPort(port.containerPort) ? port : undefined;
};

export const formatPublishedPort = (port: PublishedPort): string =>
  `${port.on}:${port.hostPort}:${port.containerPort}/${port.protocol}`;
