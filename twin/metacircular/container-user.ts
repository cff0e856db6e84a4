import { type Check, type Command, check, type Raw } from "drillbook";
import { podmanRunLine } from "#twin/platform/podman-run.ts";
import { mcp, rift } from "./hosts.ts";
import { service } from "./service-words.ts";

const mcns = service("mcns");
const { component, name } = mcns;

/** The user of the newer image. */
export const imageUser = { name: "mcns", uid: 100, gid: 101 };

export const oldImage = component.image;
export const newImage = component.image.replace(/:[^:]*$/, ":v1.3.0");

/** The folder of its build. */
export const buildFolder = "/srv/mcp/build/mcns";

/** The files of the build; `adduser` would write the same two lines. */
export const buildFiles: Readonly<Record<string, string>> = {
  Containerfile: `FROM ${oldImage}\nCOPY passwd group /etc/\nUSER ${imageUser.name}\n`,
  passwd: `root:x:0:0:root:/:/sbin/nologin\n${imageUser.name}:x:${imageUser.uid}:${imageUser.gid}::/srv/mcns:/sbin/nologin\n`,
  group: `root:x:0:\n${imageUser.name}:x:${imageUser.gid}:\n`,
};

export const build: Command = mcp.sh`podman build --quiet --pull=never --layers=false --network none --tag ${newImage} ${buildFolder}`;

/**
 * Creates the container anew from the newer image. First checks that the image exists, because a registry that is
 * down serves none. `options` are put before those of the definition.
 */
export const runAs = (fields: { readonly user?: string; readonly options?: string }): Command => {
  const { user, options } = fields;
  const [first = "", ...rest] = podmanRunLine({
    ...component,
    image: newImage,
    user: user ?? component.user,
  });
  const line: Raw = {
    kind: "raw",
    text: [
      String(first).replace(/^podman run -d/, `podman run -d${options === undefined ? "" : ` ${options}`}`),
      ...rest,
    ],
  };
  return mcp.sh`podman image exists ${newImage} && podman rm --force --time 2 ${name} && ${line}`;
};

/** Maps the account to this user of the container. Source: podman-run(1). */
export const asImageUser = `--userns=keep-id:uid=${imageUser.uid},gid=${imageUser.gid}`;

/** The same, and all users of the container may bind ports from 53 on. */
export const keepId = `${asImageUser} --sysctl net.ipv4.ip_unprivileged_port_start=53`;

/** A process with the key can impersonate the service. */
export const keyIsSecret = (): Check =>
  check(
    "only mcp may read the key and the configuration of mcns",
    rift.root.sh`find /srv/mcns/certs/mcns.key /srv/mcns/mcns.toml -perm /o=rwx`.printsNothing(),
  );

/** A file of another UID of the container would be inaccessible to all other users. */
export const everythingIsMcps = (): Check =>
  check(
    "everything in /srv/mcns belongs to mcp",
    rift.root.sh`find /srv/mcns -xdev ! -user mcp -print -quit`.printsNothing(),
  );
