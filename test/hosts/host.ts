import { join } from "node:path";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { ensureUml, whyNoUml } from "#harness/machines/uml/program.ts";
import { UmlRig } from "#harness/machines/uml/uml-rig.ts";
import type { VmImage } from "#harness/machines/vm/image/index.ts";
import { type Accelerator, chooseAccelerator } from "#harness/machines/vm/qemu/accelerator.ts";
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
mount -o ro LABEL=stuff /srv/stuff
tar -C /usr/local/lib/node_modules -xzf /srv/stuff/npm.tgz
mv /usr/local/lib/node_modules/package /usr/local/lib/node_modules/npm
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "/usr/local/bin/$name"; done
if [ -d /srv/stuff/npm-cache ]; then
  cp -r /srv/stuff/npm-cache /opt/npm-cache
  chmod -R a+rwX /opt/npm-cache
fi
printf 'cache=/opt/npm-cache\\noffline=true\\nupdate-notifier=false\\n' >/usr/local/etc/npmrc
`;

/** Debian's user-mode kernel has no NAT, without which an engine that is to filter packets does not start. */
const withoutFilter = `
set -e
mkdir -p /etc/docker /etc/containers/containers.conf.d
echo '{ "iptables": false, "ip6tables": false }' >/etc/docker/daemon.json
printf '[network]\\nfirewall_driver = "none"\\n' >/etc/containers/containers.conf.d/filter.conf
`;

const kernels = ["qemu", "uml"] as const;
type Kernel = (typeof kernels)[number];

/** HOSTS_ON, for a kernel other than the one that would be taken. */
const kernelAsked = (): Kernel | undefined => {
  const asked = process.env["HOSTS_ON"];
  const kernel = kernels.find((name) => name === asked);
  if (asked !== undefined && kernel === undefined)
    throw new Error(`HOSTS_ON=${asked}: ${kernels.join(" or ")}`);
  return kernel;
};

type Running = VmRig | UmlRig;
type Started = { readonly running: Running; readonly words: string };

/** As `--on vm`: QEMU where KVM boots the guest, else user-mode Linux, whose processor is not emulated, else emulation. */
const startRig = async (
  kind: HostImageKind,
  image: VmImage,
  stuff: string,
  options: BuildOptions,
): Promise<Started> => {
  const asked = kernelAsked();
  const hardware = { memoryMb, disks: [stuff], patienceMs };
  const facts = { engine: "", imageDigest: image.digest };
  const start = { rig, label: `host ${kind.name}`, keep: false, facts, image } as const;
  const startVm = (accelerator: Accelerator) =>
    VmRig.start({
      ...start,
      accelerator,
      hardware: { ...hardware, processors: 2 },
      sourceOf: () => ({ makeDisk: (target) => createOverlay(target, image.disk) }),
    });
  if (asked !== "uml") {
    const { version } = await ensureQemu(options);
    const { accelerator } = await chooseAccelerator(image, version);
    if (asked === "qemu" || accelerator === "kvm" || whyNoUml() !== undefined)
      return { running: await startVm(accelerator), words: `QEMU ${version}, ${accelerator}` };
  }
  const version = await ensureUml(options);
  const running = await UmlRig.start({
    ...start,
    hardware,
    diskOf: () => (file) => ({ file, differsFrom: image.disk }),
  });
  return { running, words: `user-mode Linux ${version}` };
};

/** A host: a machine with a kernel of its own, systemd, control groups of version 2 and AppArmor, without a network. */
export class Host implements AsyncDisposable {
  /** What runs its kernel. */
  readonly on: string;
  readonly #rig: Running;

  private constructor({ running, words }: Started) {
    this.on = words;
    this.#rig = running;
  }

  static async start(kind: HostImageKind, stuff: string, options: BuildOptions): Promise<Host> {
    const image = await ensureHostImage(kind, options);
    const started = await startRig(kind, image, stuff, options);
    const host = new Host(started);
    try {
      if (started.running instanceof UmlRig) await host.mustDo("root", withoutFilter, setUpMs);
      await host.mustDo("root", setUp, setUpMs);
      return host;
    } catch (error) {
      await started.running.stop();
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
