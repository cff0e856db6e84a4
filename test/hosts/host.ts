import { join } from "node:path";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { chooseAccelerator } from "#harness/machines/vm/qemu/accelerator.ts";
import { createOverlay } from "#harness/machines/vm/qemu/disk.ts";
import { ensureQemu } from "#harness/machines/vm/qemu/programs.ts";
import { VmRig } from "#harness/machines/vm/vm-rig.ts";
import type { CommandObservation } from "#harness/probes/command/value.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { ensureHostImage } from "./build/host-image.ts";
import type { HostImageKind } from "./build/kinds.ts";

const memoryMb = 4096;
/** For a whole Debian, emulated on a busy host; it boots in 20 s on a quiet one. */
const patienceMs = 600_000;
const setUpMs = 900_000;

const rig: Rig = {
  networks: [],
  machines: [{ name: "host", addresses: {}, users: ["ops"], provision: [] }],
  setup: [],
  samples: [],
};

/** npm, unpacked, and offline: every package of the lock is in its cache, where the disk has one. */
const setUp = `
set -e
mkdir -p /srv/stuff /usr/local/lib/node_modules /usr/local/etc
mount -o ro /dev/vdb /srv/stuff
tar -C /usr/local/lib/node_modules -xzf /srv/stuff/npm.tgz
mv /usr/local/lib/node_modules/package /usr/local/lib/node_modules/npm
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "/usr/local/bin/$name"; done
if [ -d /srv/stuff/npm-cache ]; then
  cp -r /srv/stuff/npm-cache /opt/npm-cache
  chmod -R a+rwX /opt/npm-cache
fi
printf 'cache=/opt/npm-cache\\noffline=true\\nupdate-notifier=false\\n' >/usr/local/etc/npmrc
`;

/** A host: a virtual machine with systemd, control groups of version 2 and AppArmor, without a network. */
export class Host implements AsyncDisposable {
  readonly #rig: VmRig;

  private constructor(running: VmRig) {
    this.#rig = running;
  }

  static async start(kind: HostImageKind, stuff: string, options: BuildOptions): Promise<Host> {
    const { version } = await ensureQemu(options);
    const image = await ensureHostImage(kind, options);
    const { accelerator } = await chooseAccelerator(image, version);
    const running = await VmRig.start({
      rig,
      label: `host ${kind.name}`,
      keep: false,
      facts: { engine: `QEMU ${version}`, imageDigest: image.digest },
      image,
      accelerator,
      hardware: { memoryMb, processors: 2, disks: [stuff], patienceMs },
      sourceOf: () => ({ makeDisk: (target) => createOverlay(target, image.disk) }),
    });
    const host = new Host(running);
    try {
      await host.mustDo("root", setUp, setUpMs);
      return host;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  run(user: string, script: string, timeoutMs: number): Promise<CommandObservation> {
    const machine = this.#rig.machines.get("host");
    if (machine === undefined) throw new Error("the host has gone");
    return machine.exec({ script, user, timeoutMs });
  }

  /** @throws Error with the output when the exit code is not 0 */
  async mustDo(user: string, script: string, timeoutMs: number): Promise<CommandObservation> {
    const seen = await this.run(user, script, timeoutMs);
    if (seen.exitCode === 0) return seen;
    const how = seen.timedOut
      ? `no end within ${timeoutMs / 1000} s`
      : `exit ${seen.exitCode ?? seen.signal}`;
    throw new Error(`as ${user}: ${script.trim()}\n${how}\n${seen.stdout}${seen.stderr}`);
  }

  /** The messages of the host's kernel and systemd. */
  logs(): Promise<string> {
    return this.#rig.machines.get("host")?.logs() ?? Promise.resolve("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rig.stop();
  }
}

/** The folder of the rows' output, for the analysis of failures. */
export const logFile = (folder: string, row: string): string => join(folder, `${row}.log`);
