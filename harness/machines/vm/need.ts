import type { Need } from "../host/claim-room.ts";
import { vmRoot } from "./paths.ts";
import type { Accelerator } from "./qemu/accelerator.ts";
import { memoryMb, translatedMb } from "./qemu/arguments.ts";

/** QEMU's own, beside the guest's memory. */
const qemuMb = (accelerator: Accelerator): number => 300 + (accelerator === "tcg" ? translatedMb() : 0);
/** Of the disks of a rig: what its machines write. */
const diskMb = 2048;

/** What virtual machines need of their host, each with a guest of so much memory. */
export const needOfVms = (
  label: string,
  machines: number,
  accelerator: Accelerator,
  guestMb = memoryMb,
): Need => ({
  label,
  kinds: ["vm"],
  machines,
  memoryMb: machines * (guestMb + qemuMb(accelerator)),
  containersMb: 0,
  diskMb,
  diskFolder: vmRoot(),
});
