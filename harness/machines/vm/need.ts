import type { Need } from "../host/claim-room.ts";
import { vmRoot } from "./paths.ts";
import { memoryMb } from "./qemu/arguments.ts";

/** QEMU's own, beside the guest's memory. */
const qemuMb = 300;
/** Of the disks of a rig: what its machines write. */
const diskMb = 2048;

/** What virtual machines need of their host, each with a guest of so much memory. */
export const needOfVms = (label: string, machines: number, guestMb = memoryMb): Need => ({
  label,
  kinds: ["vm"],
  machines,
  memoryMb: machines * (guestMb + qemuMb),
  containersMb: 0,
  diskMb,
  diskFolder: vmRoot(),
});
