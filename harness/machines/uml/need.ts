import type { Need } from "../host/claim-room.ts";
import { vmRoot } from "../vm/paths.ts";
import { memoryMb } from "./arguments.ts";

/** Of the processes that a guest's processes are, beside its memory. */
const processesMb = 120;
/** Of the disks of a rig: what its machines write. */
const diskMb = 2048;

/** What user-mode kernels need of their host, each with so much memory. */
export const needOfUmls = (label: string, machines: number, guestMb = memoryMb): Need => ({
  label,
  kinds: ["uml"],
  machines,
  memoryMb: machines * (guestMb + processesMb),
  containersMb: 0,
  diskMb,
  diskFolder: vmRoot(),
});
