import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { z } from "zod";
import { cacheRoot } from "../../engine/cache-paths.ts";
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

const remembered = (key: string): Remembered | undefined => {
  try {
    const found = rememberedSchema.parse(JSON.parse(readFileSync(file(), "utf8")));
    return found.key === key ? found : undefined;
  } catch {
    return undefined;
  }
};

export type Acceleration = {
  readonly accelerator: Accelerator;
  /** Why it is not KVM; empty when it is. */
  readonly reason: string;
};

/**
 * KVM when it boots a guest kernel on this host, else emulation. The device alone proves nothing: on some hosts it
 * cannot run a stock kernel. Tried once for each kernel and QEMU, then remembered.
 */
export const chooseAccelerator = async (
  guest: { readonly kernel: string; readonly initrd: string },
  qemuVersion: string,
): Promise<Acceleration> => {
  if (!mayOpen(device))
    return { accelerator: "tcg", reason: `${device} does not exist, or this user may not open it` };
  const key = [release(), qemuVersion, guest.kernel].join(" ");
  const known = remembered(key);
  if (known) return known;
  const reason = await whyKvmFails(guest);
  const found: Remembered = { key, accelerator: reason === "" ? "kvm" : "tcg", reason };
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), JSON.stringify(found));
  return found;
};

/** The finding for `drill doctor`; starts nothing. */
export const describeAccelerator = (): string => {
  if (!mayOpen(device)) return `emulation (${device} does not exist, or this user may not open it)`;
  try {
    const { accelerator, reason } = rememberedSchema.parse(JSON.parse(readFileSync(file(), "utf8")));
    return accelerator === "kvm" ? "KVM, tried" : `emulation (KVM was tried: ${reason})`;
  } catch {
    return `${device} is there; the first drill on a VM tries whether it boots a guest`;
  }
};

/** Boots the guest's kernel with KVM; returns "" when it reached its first process. */
const whyKvmFails = async ({ kernel, initrd }: { kernel: string; initrd: string }): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-kvm-"));
  const console = join(folder, "console");
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
    { stdin: "ignore", all: true, reject: false, timeout: bootMs, killSignal: "SIGKILL" },
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
    const how = timedOut ? `no boot within ${bootMs / 1000} s` : "QEMU ended";
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
