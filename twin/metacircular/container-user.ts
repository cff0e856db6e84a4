import { type Check, type Command, check, type Raw } from "#harness";
import { podmanRunLine } from "#harness/platform/podman-run.ts";
import { mcp, rift } from "./hosts.ts";
import { service } from "./service-words.ts";

const mcns = service("mcns");
const { component, name } = mcns;

/** Who the newer image runs as. */
export const imageUser = { name: "mcns", uid: 100, gid: 101 };

export const oldImage = component.image;
export const newImage = component.image.replace(/:[^:]*$/, ":v1.3.0");

/** Where it is built. */
export const buildFolder = "/srv/mcp/build/mcns";

/** The files of the build; a package manager's `adduser` would have written the same two lines. */
export const buildFiles: Readonly<Record<string, string>> = {
  Containerfile: `FROM ${oldImage}\nCOPY passwd group /etc/\nUSER ${imageUser.name}\n`,
  passwd: `root:x:0:0:root:/:/sbin/nologin\n${imageUser.name}:x:${imageUser.uid}:${imageUser.gid}::/srv/mcns:/sbin/nologin\n`,
  group: `root:x:0:\n${imageUser.name}:x:${imageUser.gid}:\n`,
};

export const build: Command = mcp.sh`podman build --quiet --pull=never --layers=false --network none --tag ${newImage} ${buildFolder}`;

/** The container, made anew from the newer image; `options` are put before those of its definition. */
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
  return mcp.sh`podman rm --force --time 2 ${name} && ${line}`;
};

/** The account is this user of the container; ports from 53 are for everybody in there. Source: podman-run(1). */
export const keepId = `--userns=keep-id:uid=${imageUser.uid},gid=${imageUser.gid} --sysctl net.ipv4.ip_unprivileged_port_start=53`;

export type Powers = {
  readonly inside: string;
  readonly outside: string;
  /** Divided by commas, or `none`. */
  readonly capabilities: string;
};

/** What the running service is and may do. Source: podman-top(1), descriptors user and capeff. */
export const serviceIs = ({ inside, outside, capabilities }: Powers): readonly Check[] => {
  const top = (descriptor: string) => mcp.sh`podman top ${name} ${descriptor} | tail --lines=+2`;
  return [
    check(`in the container mcns runs as ${inside}`, top("user").printsExactly(inside)),
    check(
      `on rift it is ${outside}`,
      mcp.sh`ps --format user= --pid "$(podman inspect --format ${"{{.State.Pid}}"} ${name})"`.printsExactly(
        outside,
      ),
    ),
    check("its capabilities in the container are these", top("capeff").printsExactly(capabilities)),
  ];
};

const PROGRAM = "/app/mcns.mjs";
const open = mcp.sh`podman exec ${name} node --eval ${`fs.closeSync(fs.openSync("${PROGRAM}", "r+"))`}`;

/** Whoever has taken over the service could put another program in the place of its own, or could not. */
export const mayRewriteItself = (): Check => check("the service may rewrite its own program", open);
export const mayNotRewriteItself = (): Check =>
  check(
    "the service may not rewrite its own program",
    open.exits(1, new RegExp(`EACCES: permission denied, open '${PROGRAM}'`)),
  );

/** Whoever has the key answers in the service's name. */
export const keyIsSecret = (): Check =>
  check(
    "nobody but mcp may read the key and the configuration of mcns",
    rift.root.sh`find /srv/mcns/certs/mcns.key /srv/mcns/mcns.toml -perm /o=rwx`.printsNothing(),
  );

/** What was written by a UID of the container that is not the account's would be there for nobody else. */
export const everythingIsMcps = (): Check =>
  check(
    "everything in /srv/mcns belongs to mcp",
    rift.root.sh`find /srv/mcns -xdev ! -user mcp -print -quit`.printsNothing(),
  );
