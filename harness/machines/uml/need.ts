import type { Need } from "../host/claim-room.ts";
import { vmRoot } from "../vm/paths.ts";
import { memoryMb } from "./arguments.ts";

/** Of the processes that a guest's processes are, beside its memory. */
const processesMb = 120;
/** Of the disks of a rig: what its machines write. */
const diskMb = 2048;

/** What user-mode kernels need of their host. */
export const needOfUmls = (label: string, machines: number): Need => ({
  label,
  kinds: ["uml"],
  machines,
  memoryMb: machines * (memoryMb + processesMb),
  containersMb: 0,
  diskMb,
  diskFolder: vmRoot(),
});
