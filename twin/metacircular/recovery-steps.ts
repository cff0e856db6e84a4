import { check, files, type Step, step } from "drillbook";
import { mcp, rift } from "./hosts.ts";

/** The folder of the account's podman: database, images and containers. */
export const podmanStorage = "/srv/mcp/.local/share/containers/storage";
export const podmanDatabase = `${podmanStorage}/db.sql`;
/** Podman 4's database, which is not SQLite. */
export const boltDatabase = `${podmanStorage}/libpod/bolt_state.db`;

const leftInMountPoints = mcp.sh`podman unshare find ${podmanStorage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -print -quit`;

export const emptyMountPoints: Step = step("Empty the mount points of the killed containers", {
  why: 'The kill left files below the file systems of the containers. With them the containers start, but cannot be stopped or removed: "replacing mount point …: directory not empty".',
  run: mcp.sh`podman unshare find ${podmanStorage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -exec rm -r {} +`,
  verify: check("nothing is left in a mount point", leftInMountPoints.printsNothing()),
  otherwise: "A container that runs holds its mount point: `podman ps --quiet` must print nothing.",
});

/** An operator's commands in place of a drill's reconnection: without its daemon `tailscale` does nothing. Source: tailscale(1). */
export const tailnetUp = {
  byHand: "systemctl start tailscaled\ntailscale up\ntailscale status --self",
};

/** The containers by name, which podman no longer knows. */
export const removeLeftovers = (names: readonly string[]): Step =>
  step("Remove what is left of the old containers", {
    why: "Podman no longer knows them, but their storage still holds their names.",
    run: mcp.sh`podman rm --force ${names}`,
    verify: check(
      "no old container is left in the storage",
      mcp.sh`for name in ${names}; do podman container exists --external "$name"; test $? -eq 1 || echo "$name"; done`.printsNothing(),
    ),
    otherwise:
      "Where podman says `replacing mount point`, empty the mount points again, and repeat this step.",
  });

/** The data of services belongs to an old UID of the account. */
export const giveDataBack = (oldUid: number, newUid: number): Step =>
  step("Give the data back to the account", {
    why: "`usermod` re-owns the home directory only. In the containers, files of the old UID belong to the account nobody (65534), and databases of that owner can be neither read nor written. A file system that is mounted below /srv is not searched: `findmnt --list --output TARGET` names it; repeat the command and its check with its folder.",
    run: rift.root.sh`find /srv -xdev -uid ${oldUid} -exec chown --no-dereference ${newUid} {} +`,
    verify: files(rift, "/srv").noneOwnedBy(oldUid),
    otherwise:
      "`findmnt --target /srv` shows whether the file system is read-only, and `lsattr` on the file that `find` prints whether it is immutable.",
  });

const endsAgain = (container: string): string =>
  `Where it starts and ends again, \`podman logs --tail 20 ${container}\` says why.`;

/** What an operator does when a container that is made does not start, or does not answer. */
export const startsNot = (container: string): string =>
  `Where podman says that the name is in use, remove the old container with \`podman rm --force ${container}\`, and repeat the command. ${endsAgain(container)}`;

/** The same of a container that is there and is started again: it must not be removed. */
export const startsNotAgain = (container: string): string =>
  `Where podman has no container ${container}, make it with \`podman run\` from its definition. ${endsAgain(container)}`;

/** Images of the platform have had other tags since the recovery document was written. */
export const tagsAreTheDrills =
  "The tags of the images are the drill's: where a definition in `~/.config/mcp/services` on vade has another one, type that, in the check of the images, too.";

/** Source: DR, stage 2, the sealed vault. */
export const vaultIsSealed =
  "The vault of the certificate authority is sealed after every start. Go on meanwhile, and have a person who knows the vault's password unseal it in Metacrypt: until then no certificate is issued.";

/** What a start of these services leaves to a person. */
export const leftToAPerson = (...containers: readonly string[]): Pick<Step, "onThePlatform"> =>
  containers.includes("metacrypt-api") ? { onThePlatform: vaultIsSealed } : {};

/** What an operator does when the agent does not start every service. */
export const agentStartsNot =
  "`journalctl --unit mcp-agent --since -5min` on rift names the service at which the agent stopped.";
