import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { textIn } from "../files.ts";

/** A program of the host, and the Debian packages that bring it. */
export type HostCommand = {
  readonly command: string;
  readonly packages: readonly string[];
  readonly for: string;
};

export const engineCommands: readonly HostCommand[] = [
  { command: "dockerd", packages: ["docker.io"], for: "the private container engine" },
  { command: "iptables", packages: ["iptables"], for: "the private container engine" },
  { command: "ip", packages: ["iproute2"], for: "the private container engine" },
  { command: "unshare", packages: ["util-linux"], for: "the private container engine" },
];

export const imageCommands: readonly HostCommand[] = [
  {
    command: "mmdebstrap",
    packages: ["mmdebstrap", "debian-archive-keyring"],
    for: "a machine image where debian:trixie-slim cannot be had",
  },
];

export const vmImageCommands: readonly HostCommand[] = [
  {
    command: "mmdebstrap",
    packages: ["mmdebstrap", "debian-archive-keyring"],
    for: "the image of virtual machines",
  },
  { command: "mke2fs", packages: ["e2fsprogs"], for: "the image of virtual machines" },
  { command: "xz", packages: ["xz-utils"], for: "the image of virtual machines" },
];

/** Where a command is, looked up as a root shell would. */
export const findCommand = (command: string, path = process.env["PATH"] ?? ""): string | undefined => {
  const places = [...path.split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"].filter(
    (dir) => dir !== "",
  );
  return places
    .map((dir) => join(dir, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
};

export const missingOf = (commands: readonly HostCommand[]): HostCommand[] =>
  commands.filter(({ command }) => findCommand(command) === undefined);

/** Whether apt-get is the way to install something here. Source: os-release(5). */
export const isDebianLike = (osRelease: string): boolean =>
  osRelease
    .split("\n")
    .map((line) => /^(?:ID|ID_LIKE)=(.*)$/.exec(line.trim())?.[1] ?? "")
    .flatMap((value) => value.replaceAll('"', "").split(" "))
    .some((id) => id === "debian" || id === "ubuntu");

export const readOsRelease = (): string => textIn("/etc/os-release") ?? "";

export const isRoot = (): boolean => process.getuid?.() === 0;
