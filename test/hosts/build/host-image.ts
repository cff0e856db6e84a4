import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleAgent } from "#harness/guest/bundle.ts";
import { ensureCommands } from "#harness/machines/engine/apt-install.ts";
import { vmImageCommands } from "#harness/machines/engine/host-commands.ts";
import { guestNode } from "#harness/machines/images/build-context.ts";
import { digestOfParts } from "#harness/machines/images/digest.ts";
import { type BuildOptions, excluded, runMmdebstrap } from "#harness/machines/images/mmdebstrap.ts";
import { makeWorkDir, removeWorkDir } from "#harness/machines/images/work-dir.ts";
import { makeInitrd } from "#harness/machines/vm/image/initrd.ts";
import { unpackKernel } from "#harness/machines/vm/image/kernel.ts";
import { imageNames, type VmImage } from "#harness/machines/vm/image/stored-vm-images.ts";
import { vmRoot } from "#harness/machines/vm/paths.ts";
import type { HostImageKind } from "./kinds.ts";

/** What the guest sees; the file is as large as what was written into it. */
const diskSize = "16G";
/** Twice as many packages as a machine has. */
const buildMs = 1_800_000;

const here = fileURLToPath(new URL(".", import.meta.url));
const images = fileURLToPath(new URL("../../../harness/machines/images/", import.meta.url));
const init = fileURLToPath(new URL("../../../harness/machines/vm/image/init", import.meta.url));
const agentUnit = `${images}vm-files/etc/systemd/system/drillbook-agent.service`;

const optionsOf = ({ packages, aptOptions }: HostImageKind): string[] => [
  ...["--variant=minbase", `--include=${packages.join(",")}`],
  ...['--aptopt=Acquire::Languages "none"', "--dpkgopt=force-unsafe-io"],
  ...aptOptions.map((option) => `--aptopt=${option}`),
  // dockerd-rootless.sh is an example in docker.io's documentation.
  ...excluded.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
  "--dpkgopt=path-include=/usr/share/doc/docker.io/*",
];

/** The image of a host, made once for each kind and its inputs. */
export const ensureHostImage = async (kind: HostImageKind, options: BuildOptions): Promise<VmImage> => {
  const agent = await bundleAgent();
  const own = ["make-disk.sh", "populate-host.sh", "masked-units.txt"].map((name) =>
    readFileSync(here + name),
  );
  const digest = digestOfParts([
    ...[kind.suite, diskSize, guestNode().version, agent, ...optionsOf(kind)],
    ...[...own, readFileSync(init), readFileSync(agentUnit)],
  ]);
  const parent = join(vmRoot(), "hosts");
  const folder = join(parent, `${kind.name}-${digest}`);
  const image = {
    kernel: join(folder, imageNames.kernel),
    initrd: join(folder, imageNames.initrd),
    disk: join(folder, imageNames.disk),
    digest,
  };
  if (existsSync(image.disk)) return image;
  await ensureCommands(vmImageCommands, options);
  mkdirSync(parent, { recursive: true });
  options.onProgress(`making the host "${kind.name}" (${digest}) of Debian ${kind.suite} …`);
  const workDir = makeWorkDir("host", parent);
  try {
    await build(kind, workDir, agent, options);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(workDir, "image"), folder);
  } finally {
    removeWorkDir(workDir);
  }
  return image;
};

const build = async (kind: HostImageKind, workDir: string, agent: string, options: BuildOptions) => {
  const at = (...names: string[]) => join(workDir, ...names);
  mkdirSync(at("context"));
  mkdirSync(at("image"));
  writeFileSync(at("context", "node"), readFileSync(guestNode().file), { mode: 0o755 });
  writeFileSync(at("context", "agent.mjs"), agent);
  writeFileSync(at("context", "drillbook-agent.service"), readFileSync(agentUnit));
  writeFileSync(at("context", "masked-units.txt"), readFileSync(`${here}masked-units.txt`));
  await runMmdebstrap(
    [
      ...["sh", `${here}make-disk.sh`, workDir, diskSize],
      ...["mmdebstrap", "--format=directory", ...optionsOf(kind)],
      ...[`--customize-hook=sh "${here}populate-host.sh" "$1"`, kind.suite],
    ],
    workDir,
    { ...options, timeoutMs: buildMs },
    { HOST_CONTEXT: at("context") },
  );
  const part = (name: string) => readFileSync(name === "init" ? init : at("parts", name));
  writeFileSync(at("image", imageNames.kernel), unpackKernel(readFileSync(at("parts", "vmlinuz"))));
  writeFileSync(at("image", imageNames.initrd), makeInitrd(part));
  renameSync(at("disk.raw"), at("image", imageNames.disk));
};
