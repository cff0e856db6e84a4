import type { ContainerCreateOptions, HostConfig } from "dockerode";
import { MachineError } from "../../errors.ts";
import type { MachineSpec } from "../../scenario/rig.ts";
import type { Engine } from "../engine/engine.ts";
import { labelsOf, type RigLabels } from "../engine/labels.ts";
import { droppedCapabilities } from "./dropped-capabilities.ts";

/** A machine's attachment to one network, in the engine's terms. */
export type Attachment = { readonly network: string; readonly engineName: string; readonly address: string };

/** The machine's attachments, in the order of the rig. @throws MachineError for a network that the rig does not have */
export const attachmentsOf = (machine: MachineSpec, engineNames: ReadonlyMap<string, string>): Attachment[] =>
  Object.entries(machine.addresses).map(([network, address]) => {
    const engineName = engineNames.get(network);
    if (engineName === undefined)
      throw new MachineError(`${machine.name}: the rig has no network "${network}"`);
    return { network, engineName, address };
  });

export const endpointOf = (attachment: Attachment) => ({
  IPAMConfig: { IPv4Address: attachment.address },
});

/**
 * What a container needs to be a machine with systemd and rootless containers of its own. Not `--privileged`: on
 * hosts without CAP_SYS_RESOURCE no engine can start such a container.
 */
export const machineHostConfig = (
  attachments: readonly Attachment[],
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
  NetworkMode: attachments[0]?.engineName ?? "none",
});

export const machineCreateOptions = (
  machine: MachineSpec,
  attachments: readonly Attachment[],
  rig: RigLabels,
  env: readonly string[] = [],
): Omit<ContainerCreateOptions, "Image" | "HostConfig"> => {
  const [first] = attachments;
  return {
    name: `drillbook-${rig.rig}-${machine.name}`,
    Hostname: machine.name,
    // The image says so, too, but an image that Podman commits does not: a SIGTERM makes systemd execute itself again.
    StopSignal: "SIGRTMIN+3",
    // The console: systemd says there what it cannot write to its journal yet, or any more.
    Tty: true,
    // Read by container-init, the address for the default route.
    Env: [...(first ? [`DRILLBOOK_ADDRESS=${first.address}`] : []), ...env],
    Labels: labelsOf({ ...rig, machine: machine.name }),
    // Engines before Docker 25 take one network here; the others are joined before the start.
    ...(first ? { NetworkingConfig: { EndpointsConfig: { [first.engineName]: endpointOf(first) } } } : {}),
  };
};
