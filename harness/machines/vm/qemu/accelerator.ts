import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { z } from "zod";
import { cacheRoot } from "../../engine/cache-paths.ts";
import { valueIn } from "../../files.ts";
import { onThisHost } from "../../host-load.ts";
import { qemuProgram } from "./programs.ts";

/** How QEMU runs the guest's processor: in hardware, or emulated. */
export type Accelerator = "kvm" | "tcg";

const device = "/dev/kvm";
const bootMs = 8000;
/** The kernel prints this when it starts its first process: from there the guest boots. */
const handedOver = "Run /init as init process";

const rememberedSchema = z.object({
  key: z.string(),
  accelerator: z.enum(["kvm", "tcg"]),
  reason: z.string(),
});
type Remembered = z.infer<typeof rememberedSchema>;

const file = (): string => join(cacheRoot(), "vm", "accelerator.json");

const mayOpen = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const readRemembered = (): Remembered | undefined => valueIn(file(), rememberedSchema);

export type Acceleration = {
  readonly accelerator: Accelerator;
  /** Why it is not KVM; empty when it is. */
  readonly reason: string;
};

const notThere: Acceleration = {
  accelerator: "tcg",
  reason: `${device} does not exist, or this user may not open it`,
};

/** "KVM boots no guest here": how a guest runs, for a sentence. */
export const kvmWords = ({ accelerator, reason }: Acceleration): string => {
  if (accelerator === "kvm") return "KVM boots guests here";
  return reason === notThere.reason ? `there is no ${device} here` : "KVM boots no guest here";
};

/** What is known of KVM on this host, whatever the guest's kernel; undefined where only a try can tell. */
export const lookAtKvm = (isThere = mayOpen(device)): Acceleration | undefined => {
  if (!isThere) return notThere;
  const known = readRemembered();
  return known?.key.startsWith(`${release()} `) === true ? known : undefined;
};

/**
 * KVM when it boots a guest kernel on this host, else emulation. The device alone proves nothing: on some hosts it
 * cannot run a stock kernel. Tried once for each kernel and QEMU, then remembered.
 */
export const chooseAccelerator = async (
  guest: { readonly kernel: string; readonly initrd: string },
  qemuVersion: string,
): Promise<Acceleration> => {
  if (!mayOpen(device)) return notThere;
  const key = [release(), qemuVersion, guest.kernel].join(" ");
  const known = readRemembered();
  if (known?.key === key) return known;
  const reason = await whyKvmFails(guest);
  const found: Remembered = { key, accelerator: reason === "" ? "kvm" : "tcg", reason };
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), JSON.stringify(found));
  return found;
};

/** The finding for `drill doctor`; starts nothing. */
export const describeAccelerator = (): string => {
  if (!mayOpen(device)) return `emulation (${notThere.reason})`;
  const known = readRemembered();
  if (known === undefined)
    return `${device} is there; the first drill on a VM tries whether it boots a guest`;
  return known.accelerator === "kvm" ? "KVM, tried" : `emulation (KVM was tried: ${known.reason})`;
};

/** Boots the guest's kernel with KVM; returns "" when it reached its first process. */
const whyKvmFails = async ({ kernel, initrd }: { kernel: string; initrd: string }): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-kvm-"));
  const console = join(folder, "console");
  const limitMs = onThisHost(bootMs);
  writeFileSync(console, "");
  const run = execa(
    "setpriv",
    [
      ...[
        "--pdeathsig",
        "KILL",
        ...qemuProgram("qemu-system-x86_64"),
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
      ],
      ...["-machine", "q35", "-accel", "kvm", "-cpu", "host", "-smp", "1", "-m", "512", "-no-reboot"],
      ...["-kernel", kernel, "-initrd", initrd, "-append", "console=ttyS0 panic=-1 loglevel=7"],
      ...["-chardev", `file,id=console,path=${console}`, "-serial", "chardev:console"],
    ],
    { stdin: "ignore", all: true, reject: false, timeout: limitMs, killSignal: "SIGKILL" },
  );
  try {
    let ended = false;
    void run.then(() => {
      ended = true;
    });
    while (!ended) {
      if (readFileSync(console, "utf8").includes(handedOver)) return "";
      await delay(50);
    }
    const { all, timedOut } = await run;
    const lastWords = readFileSync(console, "utf8").trim().split("\n").at(-1) ?? "";
    const how = timedOut ? `no boot within ${limitMs / 1000} s` : "QEMU ended";
    return [how, all.trim().split("\n")[0], lastWords]
      .filter((part) => part)
      .join("; ")
      .slice(0, 300);
  } finally {
    run.kill("SIGKILL");
    await run;
    rmSync(folder, { recursive: true, force: true });
  }
};
