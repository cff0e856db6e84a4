import type { ContainerCreateOptions, HostConfig } from "dockerode";
import type { MachineSpec } from "../../scenario/rig.ts";
import type { Engine } from "../engine/engine.ts";
import { labelsOf, type RigLabels } from "../engine/labels.ts";
import type { ContainerNetworkOptions } from "./container-networks.ts";
import { droppedCapabilities } from "./dropped-capabilities.ts";

/** The engine's name of a machine's container. */
export const containerNameOf = ({ rig }: Pick<RigLabels, "rig">, machine: string): string =>
  `drillbook-${rig}-${machine}`;

/**
 * What a container needs to be a machine with systemd and rootless containers of its own. Not `--privileged`: on
 * hosts without CAP_SYS_RESOURCE no engine can start such a container.
 */
export const machineHostConfig = (
  { mode }: ContainerNetworkOptions,
  engine: Pick<Engine, "podman" | "docker">,
): HostConfig => ({
  CapAdd: ["ALL"],
  CapDrop: droppedCapabilities(engine),
  SecurityOpt: [
    ...["seccomp=unconfined", "apparmor=unconfined", "label=disable"],
    // Podman does not read the two empty lists below; this is its word for them, which Docker refuses.
    ...(engine.podman ? ["unmask=ALL"] : []),
  ],
  MaskedPaths: [],
  ReadonlyPaths: [],
  // Docker's default; with Podman's, accounts other than root could not serve port 53.
  Sysctls: { "net.ipv4.ip_unprivileged_port_start": "0" },
  Devices: ["/dev/fuse", "/dev/net/tun"].map((path) => ({
    PathOnHost: path,
    PathInContainer: path,
    CgroupPermissions: "rwm",
  })),
  // The engine's default is noexec and nosuid: setuid helpers below /run would be skipped without a word.
  Tmpfs: { "/run": "exec,suid,mode=755", "/tmp": "exec,suid,mode=1777" },
  // None: a machine is a whole host. Podman limits to 2048 by itself, and where a rootless one has not got the controller
  // it starts nothing, with -1 neither.
  PidsLimit: 0,
  NetworkMode: mode,
});

export const machineCreateOptions = (
  machine: MachineSpec,
  networks: ContainerNetworkOptions,
  rig: RigLabels,
  env: readonly string[] = [],
): Omit<ContainerCreateOptions, "Image" | "HostConfig"> => ({
  name: containerNameOf(rig, machine.name),
  Hostname: machine.name,
  // The image says so, too, but an image that Podman commits does not: a SIGTERM makes systemd execute itself again.
  StopSignal: "SIGRTMIN+3",
  // The console: systemd says there what it cannot write to its journal yet, or any more.
  Tty: true,
  Env: [...networks.env, ...env],
  Labels: labelsOf({ ...rig, machine: machine.name }),
  ...(networks.endpoints ? { NetworkingConfig: { EndpointsConfig: networks.endpoints } } : {}),
});
